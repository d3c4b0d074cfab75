-- Credits and debits from outside, each decided once for its merchant's reference.
CREATE TABLE wallet_transfer (
  merchant_id      text        NOT NULL,
  reference        text        NOT NULL,
  kind             text        NOT NULL,
  external_user_id text        NOT NULL,
  currency         text        NOT NULL,
  amount           bigint      NOT NULL,
  transfer_id      uuid        NOT NULL,
  available        bigint      NOT NULL,
  refusal          text,
  partition        smallint    NOT NULL,
  seal             integer,
  decided_at       timestamptz NOT NULL,
  CONSTRAINT wallet_transfer_reference_is_used_once PRIMARY KEY (merchant_id, reference),
  CONSTRAINT wallet_transfer_kind_is_known CHECK (kind IN ('CREDIT', 'DEBIT')),
  CONSTRAINT wallet_transfer_amount_is_above_zero CHECK (amount > 0),
  CONSTRAINT wallet_transfer_is_sealed_or_refused CHECK ((refusal IS NULL) = (seal IS NOT NULL))
);
