-- What operators have switched and proposed.

CREATE TABLE provider_switches (
    provider   text        NOT NULL,
    open       boolean     NOT NULL,
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT provider_switches_pk PRIMARY KEY (provider)
);

CREATE TABLE proposals (
    payout_id   uuid        NOT NULL,
    attempt     integer     NOT NULL,
    outcome     text        NOT NULL,
    reference   text,
    reason      text        NOT NULL,
    operator    text        NOT NULL,
    proposed_at timestamptz NOT NULL,
    CONSTRAINT proposals_pk PRIMARY KEY (payout_id, attempt),
    CONSTRAINT proposals_attempt_fk FOREIGN KEY (payout_id, attempt) REFERENCES attempts,
    CONSTRAINT proposals_outcome_known CHECK (outcome IN ('SENT', 'NOT_PAID'))
);
