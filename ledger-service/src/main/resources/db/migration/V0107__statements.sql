-- Under which reference a provider knows a payout: the gateway says so once the provider has accepted it.
CREATE TABLE submission (
  provider      text COLLATE "C" NOT NULL,
  reference     text COLLATE "C" NOT NULL,
  payout_id     uuid             NOT NULL,
  withdrawal_id uuid             NOT NULL,
  attempt       integer          NOT NULL,
  submitted_at  timestamptz      NOT NULL,
  CONSTRAINT submission_reference_is_known_once PRIMARY KEY (provider, reference),
  CONSTRAINT submission_attempt_is_above_zero CHECK (attempt > 0)
);

CREATE INDEX submission_by_payout ON submission (payout_id);

-- What a provider states of a day (UTC), as it was taken in last.
CREATE TABLE statement (
  provider text COLLATE "C" NOT NULL,
  day      date             NOT NULL,
  taken_at timestamptz      NOT NULL,
  taken_by text             NOT NULL,
  lines    integer          NOT NULL,
  CONSTRAINT statement_is_one_of_a_day PRIMARY KEY (provider, day),
  CONSTRAINT statement_lines_are_counted CHECK (lines >= 0)
);

CREATE TABLE statement_line (
  provider    text COLLATE "C" NOT NULL,
  day         date             NOT NULL,
  reference   text COLLATE "C" NOT NULL,
  status      text             NOT NULL,
  amount      bigint           NOT NULL,
  returned    bigint           NOT NULL,
  currency    text             NOT NULL,
  occurred_at timestamptz      NOT NULL,
  CONSTRAINT statement_line_is_one_of_a_reference PRIMARY KEY (provider, reference, day),
  CONSTRAINT statement_line_is_of_a_statement
    FOREIGN KEY (provider, day) REFERENCES statement (provider, day),
  CONSTRAINT statement_line_status_is_known
    CHECK (status IN ('PENDING', 'SENT', 'REJECTED', 'RETURNED')),
  CONSTRAINT statement_line_amount_is_above_zero CHECK (amount > 0),
  CONSTRAINT statement_line_returns_what_was_paid CHECK (returned BETWEEN 0 AND amount),
  CONSTRAINT statement_line_says_what_was_returned
    CHECK ((status = 'RETURNED') = (returned > 0)),
  CONSTRAINT statement_line_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$')
);

CREATE INDEX statement_line_by_day ON statement_line (provider, day);
