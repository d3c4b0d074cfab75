CREATE TABLE withdrawal (
  withdrawal_id    uuid        NOT NULL,
  merchant_id      text        NOT NULL,
  application_key  text        NOT NULL,
  external_user_id text        NOT NULL,
  currency         text        NOT NULL,
  model            text        NOT NULL,
  processing       text        NOT NULL,
  start            text        NOT NULL,
  expires_at       timestamptz,
  requested        bigint      NOT NULL,
  settled          bigint      NOT NULL,
  released         bigint      NOT NULL,
  returned         bigint      NOT NULL,
  outstanding      bigint      NOT NULL,
  authorized       bigint      NOT NULL,
  state            text        NOT NULL,
  sequence         integer     NOT NULL,
  CONSTRAINT withdrawal_is_known_once PRIMARY KEY (withdrawal_id),
  CONSTRAINT withdrawal_model_is_known CHECK (model IN ('PRE_RESERVE', 'FINAL_DEBIT')),
  CONSTRAINT withdrawal_processing_is_known CHECK (processing IN ('AUTOMATIC', 'MANAGED')),
  CONSTRAINT withdrawal_start_is_known CHECK (start IN ('AT_ONCE', 'ORDERED')),
  CONSTRAINT withdrawal_state_is_known
    CHECK (state IN ('OPEN', 'PROCESSING', 'CLOSING', 'SENT', 'RETURNED', 'REJECTED', 'CANCELLED', 'REFUSED')),
  CONSTRAINT withdrawal_amount_is_above_zero CHECK (requested > 0),
  CONSTRAINT withdrawal_totals_are_not_negative
    CHECK (settled >= 0 AND released >= 0 AND returned >= 0 AND outstanding >= 0),
  CONSTRAINT withdrawal_totals_add_up CHECK (requested = settled + released + outstanding),
  CONSTRAINT withdrawal_returns_what_was_settled CHECK (returned <= settled),
  CONSTRAINT withdrawal_authorizes_what_is_outstanding CHECK (authorized BETWEEN 0 AND outstanding),
  CONSTRAINT withdrawal_ends_with_nothing_outstanding
    CHECK (state IN ('OPEN', 'PROCESSING', 'CLOSING') OR outstanding = 0),
  CONSTRAINT withdrawal_counts_up CHECK (sequence >= 0)
) WITH (fillfactor = 60);

CREATE INDEX withdrawal_by_expiry ON withdrawal (expires_at)
  WHERE expires_at IS NOT NULL AND state IN ('OPEN', 'PROCESSING');

CREATE TABLE payout (
  payout_id         uuid    NOT NULL,
  withdrawal_id     uuid    NOT NULL,
  ordered           bigint  NOT NULL,
  settled           bigint  NOT NULL,
  returned          bigint  NOT NULL,
  suspended         bigint  NOT NULL,
  suspense_returned bigint  NOT NULL,
  state             text    NOT NULL,
  first_sent        integer NOT NULL,
  last_attempt      integer NOT NULL,
  CONSTRAINT payout_is_known_once PRIMARY KEY (payout_id),
  CONSTRAINT payout_amount_is_above_zero CHECK (ordered > 0),
  CONSTRAINT payout_settles_what_was_ordered CHECK (settled BETWEEN 0 AND ordered),
  CONSTRAINT payout_returns_what_was_settled CHECK (returned BETWEEN 0 AND settled),
  CONSTRAINT payout_returns_what_was_suspended
    CHECK (suspended >= 0 AND suspense_returned BETWEEN 0 AND suspended),
  CONSTRAINT payout_state_is_known
    CHECK (state IN ('AUTHORIZED', 'PAYING', 'SENT', 'RETURNED', 'REJECTED')),
  CONSTRAINT payout_attempts_count_up CHECK (first_sent BETWEEN 0 AND last_attempt)
) WITH (fillfactor = 60);

CREATE TABLE attempt (
  payout_id   uuid        NOT NULL,
  attempt     integer     NOT NULL,
  provider    text        NOT NULL,
  sent        bigint      NOT NULL,
  settled     bigint      NOT NULL,
  returned    bigint      NOT NULL,
  fee         bigint      NOT NULL,
  sent_at     timestamptz,
  returned_at timestamptz,
  settled_by  uuid,
  CONSTRAINT attempt_is_known_once PRIMARY KEY (payout_id, attempt),
  CONSTRAINT attempt_number_is_above_zero CHECK (attempt > 0),
  CONSTRAINT attempt_settles_what_was_sent CHECK (settled BETWEEN 0 AND sent),
  CONSTRAINT attempt_returns_what_was_sent CHECK (returned BETWEEN 0 AND sent),
  CONSTRAINT attempt_fee_is_not_negative CHECK (fee >= 0),
  CONSTRAINT attempt_says_when_it_was_sent CHECK (sent = 0 OR sent_at IS NOT NULL),
  CONSTRAINT attempt_says_when_it_was_returned CHECK (returned = 0 OR returned_at IS NOT NULL)
) WITH (fillfactor = 60);

-- What each record of a withdrawal led to: a redelivered record leads to the same. Kept for a set time, since it holds sealed destinations.
CREATE TABLE answered_record (
  withdrawal_id uuid        NOT NULL,
  event_id      uuid        NOT NULL,
  outcomes      text        NOT NULL,
  partition     smallint    NOT NULL,
  seal          integer,
  answered_at   timestamptz NOT NULL,
  CONSTRAINT answered_record_is_answered_once PRIMARY KEY (withdrawal_id, event_id)
);

CREATE INDEX answered_record_by_age ON answered_record USING brin (answered_at);
