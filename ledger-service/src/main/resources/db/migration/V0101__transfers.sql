-- One row is one transfer: a debit and a credit of the same amount, with what each account held after it.
CREATE TABLE transfer (
  partition      smallint    NOT NULL,
  position       bigint      NOT NULL,
  transfer_id    uuid        NOT NULL,
  kind           text        NOT NULL,
  debit_account  uuid        NOT NULL,
  credit_account uuid        NOT NULL,
  amount         bigint      NOT NULL,
  currency       text        NOT NULL,
  debit_balance  bigint      NOT NULL,
  credit_balance bigint      NOT NULL,
  withdrawal_id  uuid,
  payout_id      uuid,
  linked_to      uuid,
  event_at       timestamptz NOT NULL,
  booked_at      timestamptz NOT NULL,
  CONSTRAINT transfer_has_one_place PRIMARY KEY (partition, position),
  CONSTRAINT transfer_position_is_above_zero CHECK (position > 0),
  CONSTRAINT transfer_kind_is_known
    CHECK (kind IN ('RESERVE', 'SETTLE', 'RELEASE', 'RETURN', 'FEE', 'CREDIT', 'DEBIT', 'SUSPENSE')),
  CONSTRAINT transfer_amount_is_above_zero CHECK (amount > 0),
  CONSTRAINT transfer_has_two_accounts CHECK (debit_account <> credit_account),
  CONSTRAINT transfer_of_a_payout_names_its_withdrawal
    CHECK (payout_id IS NULL OR withdrawal_id IS NOT NULL),
  CONSTRAINT transfer_link_is_a_returns CHECK (linked_to IS NULL OR kind = 'RETURN')
);

CREATE INDEX transfer_by_debit_account ON transfer (debit_account, position);
CREATE INDEX transfer_by_credit_account ON transfer (credit_account, position);

-- A transfer's id says what it is: the same one is booked once. Those without a withdrawal are kept once by wallet_transfer.
CREATE UNIQUE INDEX transfer_is_booked_once ON transfer (withdrawal_id, transfer_id)
  WHERE withdrawal_id IS NOT NULL;

CREATE TABLE seal (
  partition      smallint    NOT NULL,
  seal           integer     NOT NULL,
  first_position bigint      NOT NULL,
  last_position  bigint      NOT NULL,
  hash           text        NOT NULL,
  sealed_at      timestamptz NOT NULL,
  CONSTRAINT seal_has_one_place PRIMARY KEY (partition, seal),
  CONSTRAINT seal_follows_another_once UNIQUE (partition, last_position),
  CONSTRAINT seal_number_is_above_zero CHECK (seal > 0),
  CONSTRAINT seal_covers_transfers CHECK (first_position > 0 AND last_position >= first_position),
  CONSTRAINT seal_hash_is_sha256 CHECK (hash ~ '^[0-9a-f]{64}$')
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END
$$;

CREATE TRIGGER transfer_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER seal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Each transfer as its two entries.
CREATE VIEW entry AS
  SELECT partition, position, 'DEBIT' AS direction, transfer_id, kind, debit_account AS account_id,
         amount, currency, debit_balance AS balance_after, withdrawal_id, payout_id, linked_to,
         event_at, booked_at
  FROM transfer
  UNION ALL
  SELECT partition, position, 'CREDIT' AS direction, transfer_id, kind, credit_account AS account_id,
         amount, currency, credit_balance AS balance_after, withdrawal_id, payout_id, linked_to,
         event_at, booked_at
  FROM transfer;

CREATE INDEX seal_by_time ON seal (partition, sealed_at, seal);
