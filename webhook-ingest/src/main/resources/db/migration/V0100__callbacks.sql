-- Where a callback and the payout it speaks of meet: whoever comes second completes the row, under
-- its lock, and writes the event.
CREATE TABLE provider_reference (
    provider text COLLATE "C" NOT NULL,
    reference text COLLATE "C" NOT NULL,
    withdrawal_id uuid,
    payout_id uuid,
    attempt integer,
    linked_by uuid,
    traceparent text,
    heard_at timestamptz NOT NULL,
    CONSTRAINT provider_reference_pk PRIMARY KEY (provider, reference),
    CONSTRAINT provider_reference_linked_whole
        CHECK (num_nulls(withdrawal_id, payout_id, attempt, linked_by) IN (0, 4)),
    CONSTRAINT provider_reference_attempt_from_1 CHECK (attempt >= 1),
    CONSTRAINT provider_reference_trace_of_link CHECK (traceparent IS NULL OR payout_id IS NOT NULL)
);

-- What was received and found genuine. The id is a UUIDv7: it sorts by arrival.
CREATE TABLE callback (
    id uuid NOT NULL,
    provider text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    event_key text COLLATE "C" NOT NULL,
    event_type text NOT NULL,
    provider_reference text COLLATE "C",
    state text NOT NULL,
    received_at timestamptz NOT NULL,
    -- what is reported of an attempt; amounts in minor units
    fact text,
    sent_total bigint,
    returned_total bigint,
    currency text,
    is_final boolean,
    fee bigint,
    reason_code text,
    occurred_at timestamptz,
    -- what is claimed of a payout
    payout_id uuid,
    -- headers and body, sealed; null once their retention is over
    raw_key text,
    raw bytea,
    CONSTRAINT callback_pk PRIMARY KEY (id),
    CONSTRAINT callback_event_once UNIQUE (provider, account, event_key),
    CONSTRAINT callback_state_known
        CHECK (state IN ('PARKED', 'PUBLISHED', 'REPEATED', 'UNRECOGNISED')),
    CONSTRAINT callback_fact_known
        CHECK (fact IN ('CREATED', 'APPROVED', 'SENT', 'REJECTED', 'RETURNED')),
    CONSTRAINT callback_fact_whole
        CHECK (num_nulls(fact, sent_total, returned_total, currency, is_final, fee, occurred_at) IN (0, 7)),
    CONSTRAINT callback_fact_has_reference CHECK (fact IS NULL OR provider_reference IS NOT NULL),
    CONSTRAINT callback_parked_has_fact CHECK (state <> 'PARKED' OR fact IS NOT NULL),
    CONSTRAINT callback_sent_not_negative CHECK (sent_total >= 0),
    CONSTRAINT callback_returned_within_sent
        CHECK (returned_total >= 0 AND returned_total <= sent_total),
    CONSTRAINT callback_fee_not_negative CHECK (fee >= 0),
    CONSTRAINT callback_raw_whole CHECK ((raw IS NULL) = (raw_key IS NULL))
);

CREATE INDEX callback_by_reference ON callback (provider, provider_reference)
    WHERE provider_reference IS NOT NULL;

CREATE INDEX callback_to_look_at ON callback (state, id) WHERE state <> 'PUBLISHED';

CREATE INDEX callback_with_raw ON callback (id) WHERE raw IS NOT NULL;
