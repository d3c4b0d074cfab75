-- What was asked of the ledger after a withdrawal was opened. The event's id is by which the answer
-- is recognised; the hash by which the same signed request is.
CREATE TABLE operation (
  event_id      uuid        NOT NULL,
  withdrawal_id uuid        NOT NULL,
  kind          text        NOT NULL,
  payout_id     uuid,
  request_hash  text,
  outcome       text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT operation_has_an_event PRIMARY KEY (event_id),
  CONSTRAINT operation_is_asked_once UNIQUE (request_hash),
  CONSTRAINT operation_kind_is_known CHECK (kind IN ('COMPLETE', 'SPLIT', 'CANCEL', 'APPROVE', 'REJECT', 'LAPSE', 'RELEASE'))
);

CREATE INDEX operation_by_withdrawal ON operation (withdrawal_id);

-- A partner's own name for a part: a repeat orders nothing.
CREATE TABLE split_order (
  application_key text NOT NULL,
  order_id        text NOT NULL,
  withdrawal_id   uuid NOT NULL,
  payout_id       uuid NOT NULL,
  CONSTRAINT split_order_is_unique_per_application PRIMARY KEY (application_key, order_id)
);

-- Withdrawals that two operators look at. This row decides approval against lapse.
CREATE TABLE review (
  withdrawal_id uuid        NOT NULL,
  state         text        NOT NULL DEFAULT 'WAITING',
  lapses_at     timestamptz NOT NULL,
  decided_at    timestamptz,
  CONSTRAINT review_is_one_per_withdrawal PRIMARY KEY (withdrawal_id),
  CONSTRAINT review_state_is_known CHECK (state IN ('WAITING', 'APPROVED', 'REJECTED', 'LAPSED'))
);

CREATE INDEX review_waiting ON review (lapses_at) WHERE state = 'WAITING';

CREATE TABLE approval (
  withdrawal_id uuid        NOT NULL,
  action        text        NOT NULL,
  operator      text        NOT NULL,
  at            timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT approval_is_one_per_operator PRIMARY KEY (withdrawal_id, action, operator)
);

CREATE TABLE audit_entry (
  id       bigint GENERATED ALWAYS AS IDENTITY,
  at       timestamptz NOT NULL DEFAULT now(),
  operator text        NOT NULL,
  action   text        NOT NULL,
  subject  text        NOT NULL,
  reason   text,
  CONSTRAINT audit_entry_has_an_id PRIMARY KEY (id)
);

-- How much a user has asked for on a day (UTC), where the application limits it.
CREATE TABLE daily_usage (
  application_key  text   NOT NULL,
  external_user_id text   NOT NULL,
  currency         text   NOT NULL,
  day              date   NOT NULL,
  total            bigint NOT NULL,
  CONSTRAINT daily_usage_is_one_per_day PRIMARY KEY (application_key, external_user_id, currency, day)
);
