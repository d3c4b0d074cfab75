-- One row for each payout that the ledger authorized, and one for each attempt to pay it.

CREATE TABLE payouts (
    payout_id              uuid        NOT NULL,
    withdrawal_id          uuid        NOT NULL,
    amount                 bigint      NOT NULL,
    currency               text        NOT NULL,
    merchant_id            text        NOT NULL,
    application_key        text        NOT NULL,
    external_user_id       text        NOT NULL,
    route                  text[]      NOT NULL,
    destination_key_id     text        NOT NULL,
    destination_ciphertext text        NOT NULL,
    destination_country    text        NOT NULL,
    authorized_at          timestamptz NOT NULL,
    caused_by              text        NOT NULL,
    traceparent            text,
    state                  text        NOT NULL,
    provider               text        NOT NULL,
    cascade_level          integer     NOT NULL,
    -- Raised each time somebody takes the work: what was decided under an older one does not count.
    claim                  integer     NOT NULL,
    -- What is done next, and when; while the work is claimed, the end of the lease.
    step                   text,
    due_at                 timestamptz,
    tries                  integer     NOT NULL,
    doubt_since            timestamptz,
    doubt_reason           text,
    CONSTRAINT payouts_pk PRIMARY KEY (payout_id),
    CONSTRAINT payouts_amount_positive CHECK (amount > 0),
    CONSTRAINT payouts_state_known CHECK (state IN (
        'AUTHORIZED', 'SENDING', 'SUBMITTED', 'IN_DOUBT', 'SENT', 'REJECTED', 'RETURNED', 'CANCELLED')),
    CONSTRAINT payouts_step_known CHECK (step IN ('SEND', 'SEND_AGAIN', 'LOOK_UP', 'CANCEL')),
    CONSTRAINT payouts_plan_whole CHECK ((step IS NULL) = (due_at IS NULL)),
    CONSTRAINT payouts_ended_unplanned CHECK (
        due_at IS NULL OR state IN ('AUTHORIZED', 'SENDING', 'SUBMITTED', 'IN_DOUBT'))
);

CREATE INDEX payouts_due ON payouts (provider, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX payouts_by_state ON payouts (state, payout_id);

CREATE TABLE attempts (
    payout_id       uuid        NOT NULL,
    attempt         integer     NOT NULL,
    provider        text        NOT NULL,
    cascade_level   integer     NOT NULL,
    idempotency_key text        NOT NULL,
    -- The exact bytes that were sent, sealed: they hold personal data.
    sealed_request  text        NOT NULL,
    state           text        NOT NULL,
    reference       text,
    announced       boolean     NOT NULL,
    arrived         boolean     NOT NULL,
    first_sent_at   timestamptz NOT NULL,
    stamped_at      timestamptz NOT NULL,
    sends           integer     NOT NULL,
    outcome         text,
    reason_code     text,
    sent_total      bigint      NOT NULL,
    returned_total  bigint      NOT NULL,
    fee             bigint      NOT NULL,
    is_final        boolean     NOT NULL,
    CONSTRAINT attempts_pk PRIMARY KEY (payout_id, attempt),
    CONSTRAINT attempts_payout_fk FOREIGN KEY (payout_id) REFERENCES payouts,
    CONSTRAINT attempts_level_below_number CHECK (cascade_level >= 0 AND cascade_level < attempt),
    CONSTRAINT attempts_key_once UNIQUE (idempotency_key),
    CONSTRAINT attempts_state_known CHECK (state IN (
        'SENDING', 'DEFERRED', 'REFUSED', 'IN_DOUBT', 'ACCEPTED', 'SENT', 'REJECTED', 'RETURNED', 'CANCELLED')),
    CONSTRAINT attempts_returned_implies_sent CHECK (
        returned_total >= 0 AND returned_total <= sent_total AND fee >= 0)
);
