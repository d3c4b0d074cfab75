-- One row for each writer: locking it, in order, is the only lock that a batch takes.
CREATE TABLE ledger_partition (
  partition smallint    NOT NULL,
  position  bigint      NOT NULL DEFAULT 0,
  seal      integer     NOT NULL DEFAULT 0,
  hash      text        NOT NULL DEFAULT repeat('0', 64),
  sealed_at timestamptz NOT NULL DEFAULT 'epoch',
  CONSTRAINT ledger_partition_is_known_once PRIMARY KEY (partition),
  CONSTRAINT ledger_partition_is_0_to_11 CHECK (partition BETWEEN 0 AND 11),
  CONSTRAINT ledger_partition_counts_up CHECK (position >= 0 AND seal >= 0),
  CONSTRAINT ledger_partition_hash_is_sha256 CHECK (hash ~ '^[0-9a-f]{64}$')
) WITH (fillfactor = 20);

INSERT INTO ledger_partition (partition) SELECT generate_series(0, 11);

CREATE TABLE account (
  account_id       uuid     NOT NULL,
  kind             text     NOT NULL,
  currency         text     NOT NULL,
  partition        smallint NOT NULL,
  merchant_id      text,
  external_user_id text,
  provider         text,
  balance          bigint   NOT NULL,
  overdraft        bigint   NOT NULL DEFAULT 0,
  CONSTRAINT account_is_known_once PRIMARY KEY (account_id),
  CONSTRAINT account_kind_is_known
    CHECK (kind IN ('WALLET', 'RESERVED', 'CLEARING', 'FEES', 'SUSPENSE', 'FUNDING')),
  CONSTRAINT account_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT account_partition_is_0_to_11 CHECK (partition BETWEEN 0 AND 11),
  CONSTRAINT account_of_a_wallet_has_an_owner
    CHECK ((kind IN ('WALLET', 'RESERVED')) = (merchant_id IS NOT NULL AND external_user_id IS NOT NULL)),
  CONSTRAINT account_for_clearing_has_a_provider CHECK ((kind = 'CLEARING') = (provider IS NOT NULL)),
  CONSTRAINT account_overdraft_is_a_wallets
    CHECK (overdraft >= 0 AND (overdraft = 0 OR kind = 'WALLET')),
  CONSTRAINT account_of_a_wallet_stays_above_zero
    CHECK (kind NOT IN ('WALLET', 'RESERVED') OR balance >= -overdraft)
) WITH (fillfactor = 50);
