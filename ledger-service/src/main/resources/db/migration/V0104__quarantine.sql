-- Facts that contradict what is booked.
CREATE TABLE quarantine (
  quarantine_id uuid        NOT NULL,
  withdrawal_id uuid        NOT NULL,
  payout_id     uuid        NOT NULL,
  attempt       integer     NOT NULL,
  reason        text        NOT NULL,
  fact          jsonb       NOT NULL,
  received_at   timestamptz NOT NULL,
  resolved_at   timestamptz,
  approved_by   text[],
  resolution    text,
  CONSTRAINT quarantine_is_known_once PRIMARY KEY (quarantine_id),
  CONSTRAINT quarantine_is_resolved_by_two
    CHECK ((resolved_at IS NULL) = (approved_by IS NULL)
           AND (resolved_at IS NULL OR (cardinality(approved_by) >= 2 AND approved_by[1] <> approved_by[2])))
);

CREATE INDEX quarantine_by_withdrawal ON quarantine (withdrawal_id);
CREATE INDEX quarantine_by_time ON quarantine (received_at, quarantine_id);

-- The first of the two operators who close a quarantined fact.
CREATE TABLE quarantine_approval (
  quarantine_id uuid        NOT NULL,
  operator      text        NOT NULL,
  resolution    text        NOT NULL,
  approved_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT quarantine_approval_is_given_once PRIMARY KEY (quarantine_id, operator),
  CONSTRAINT quarantine_approval_is_of_a_quarantine
    FOREIGN KEY (quarantine_id) REFERENCES quarantine (quarantine_id)
);
