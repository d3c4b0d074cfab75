-- What people read out, and the integers by which the Praxis side knows requests and their children.
CREATE SEQUENCE reference_number CACHE 100;
CREATE SEQUENCE praxis_number AS integer;

CREATE TABLE withdrawal (
  withdrawal_id           uuid        NOT NULL,
  number                  integer     NOT NULL,
  reference_no            text        NOT NULL,
  merchant_id             text        NOT NULL,
  application_key         text        NOT NULL,
  external_user_id        text        NOT NULL,
  amount                  bigint      NOT NULL,
  currency                text        NOT NULL,
  balance_model           text        NOT NULL,
  processing              text        NOT NULL,
  route                   text[]      NOT NULL,
  masked_iban             text        NOT NULL,
  destination_key_id      text        NOT NULL,
  destination_ciphertext  text        NOT NULL,
  destination_country     text        NOT NULL,
  created_at              timestamptz NOT NULL,
  expires_at              timestamptz,
  status                  text        NOT NULL,
  settled                 bigint      NOT NULL DEFAULT 0,
  released                bigint      NOT NULL DEFAULT 0,
  returned                bigint      NOT NULL DEFAULT 0,
  outstanding             bigint      NOT NULL,
  rejected_reason         text,
  ledger_sequence         integer     NOT NULL DEFAULT 0,
  event_sequence          integer     NOT NULL DEFAULT 1,
  held_returns            bigint[]    NOT NULL DEFAULT '{}',
  updated_at              timestamptz NOT NULL,
  CONSTRAINT withdrawal_has_an_id PRIMARY KEY (withdrawal_id),
  CONSTRAINT withdrawal_number_is_its_own UNIQUE (number),
  CONSTRAINT withdrawal_reference_is_its_own UNIQUE (reference_no),
  CONSTRAINT withdrawal_amount_is_above_zero CHECK (amount > 0),
  CONSTRAINT withdrawal_totals_add_up CHECK (amount = settled + released + outstanding),
  CONSTRAINT withdrawal_totals_are_not_negative CHECK (settled >= 0 AND released >= 0 AND outstanding >= 0 AND returned >= 0),
  CONSTRAINT withdrawal_returned_at_most_what_was_sent CHECK (returned <= settled),
  CONSTRAINT withdrawal_status_is_known CHECK (status IN ('PENDING_REVIEW', 'APPROVED', 'SENT', 'REJECTED', 'RETURNED')),
  CONSTRAINT withdrawal_keeps_no_iban CHECK (masked_iban ~ '^[A-Z]{2}\*+[A-Z0-9]{4}$')
) WITH (fillfactor = 75);

-- The ids carry the time: newest first is the order of the ids.
CREATE INDEX withdrawal_by_application ON withdrawal (application_key, withdrawal_id);
CREATE INDEX withdrawal_by_user ON withdrawal (application_key, external_user_id, withdrawal_id);

CREATE TABLE payout (
  withdrawal_id uuid    NOT NULL,
  payout_id     uuid    NOT NULL,
  tid           integer NOT NULL,
  order_id      text,
  amount        bigint  NOT NULL,
  status        text    NOT NULL,
  sent          bigint  NOT NULL DEFAULT 0,
  returned      bigint  NOT NULL DEFAULT 0,
  gateway       text,
  attempt       integer NOT NULL,
  reason_code   text,
  CONSTRAINT payout_has_an_id PRIMARY KEY (withdrawal_id, payout_id),
  CONSTRAINT payout_status_is_known CHECK (status IN ('ORDERED', 'DECLINED', 'PENDING', 'SENT', 'REJECTED', 'RETURNED')),
  CONSTRAINT payout_amounts_are_not_negative CHECK (amount >= 0 AND sent >= 0 AND returned >= 0 AND returned <= sent)
) WITH (fillfactor = 75);

CREATE INDEX payout_by_tid ON payout (tid);

-- The first answer to each key, status and bytes, in the same commit as the withdrawal. It outlives
-- the day for which it is promised: a key never opens a second withdrawal.
CREATE TABLE idempotency_key (
  application_key text        NOT NULL,
  idempotency_key uuid        NOT NULL,
  request_hash    bytea       NOT NULL,
  withdrawal_id   uuid        NOT NULL,
  response_status integer     NOT NULL,
  response_body   text        NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_key_is_used_once PRIMARY KEY (application_key, idempotency_key)
);
