CREATE UNLOGGED TABLE filled AS
SELECT n, (n % 12)::smallint AS partition, n / 12 AS turn, n / 12 % 800 AS owner,
  uuidv7(make_interval(secs => 0.01 * (n - :rows) - 60)) AS withdrawal_id,
  uuidv7(make_interval(secs => 0.01 * (n - :rows) - 60)) AS payout_id,
  now() + make_interval(secs => 0.01 * (n - :rows) - 60) AS at
FROM generate_series(0, :rows - 1) n;

CREATE UNLOGGED TABLE filled_owner AS
SELECT partition::smallint, owner, gen_random_uuid() AS wallet, gen_random_uuid() AS reserved
FROM generate_series(0, 11) partition, generate_series(0, 799) owner;

CREATE UNLOGGED TABLE filled_partition AS
SELECT partition, position AS base, seal AS base_seal, gen_random_uuid() AS clearing,
  (SELECT count(*) FROM filled WHERE filled.partition = ledger_partition.partition) AS withdrawals
FROM ledger_partition;

INSERT INTO account (account_id, kind, currency, partition, merchant_id, external_user_id, balance)
SELECT wallet, 'WALLET', 'XTS', partition, 'Filled', 'user-' || partition || '-' || owner, 0
FROM filled_owner
UNION ALL
SELECT reserved, 'RESERVED', 'XTS', partition, 'Filled', 'user-' || partition || '-' || owner, 0
FROM filled_owner;

INSERT INTO account (account_id, kind, currency, partition, provider, balance)
SELECT clearing, 'CLEARING', 'XTS', partition, 'filled', 1000 * withdrawals
FROM filled_partition
UNION ALL
SELECT gen_random_uuid(), 'FUNDING', 'XTS', partition, NULL, -1000 * withdrawals
FROM filled_partition;

INSERT INTO transfer (partition, position, transfer_id, kind, debit_account, credit_account, amount,
  currency, debit_balance, credit_balance, withdrawal_id, payout_id, event_at, booked_at)
SELECT partition, base + 2 * turn + 1, gen_random_uuid(), 'RESERVE', wallet, reserved, 1000,
  'XTS', 0, 1000, withdrawal_id, NULL, at, at
FROM filled JOIN filled_owner USING (partition, owner) JOIN filled_partition USING (partition)
UNION ALL
SELECT partition, base + 2 * turn + 2, gen_random_uuid(), 'SETTLE', reserved, clearing, 1000,
  'XTS', 0, 1000 * (turn + 1), withdrawal_id, payout_id, at, at
FROM filled JOIN filled_owner USING (partition, owner) JOIN filled_partition USING (partition);

-- ten withdrawals a seal; a chain that nobody could verify
INSERT INTO seal (partition, seal, first_position, last_position, hash, sealed_at)
SELECT partition, base_seal + turn / 10 + 1, min(base + 2 * turn + 1), max(base + 2 * turn + 2),
  md5(min(n)::text) || md5(max(n)::text), max(at)
FROM filled JOIN filled_partition USING (partition)
GROUP BY partition, base_seal, turn / 10;

UPDATE ledger_partition
SET position = base + 2 * withdrawals, seal = base_seal + (withdrawals + 9) / 10
FROM filled_partition
WHERE filled_partition.partition = ledger_partition.partition;

INSERT INTO withdrawal (withdrawal_id, merchant_id, application_key, external_user_id, currency,
  model, processing, start, requested, settled, released, returned, outstanding, authorized, state,
  sequence)
SELECT withdrawal_id, 'Filled', 'Filled', 'user-' || partition || '-' || owner, 'XTS',
  'PRE_RESERVE', 'AUTOMATIC', 'AT_ONCE', 1000, 1000, 0, 0, 0, 0, 'SENT', 3
FROM filled;

INSERT INTO payout (payout_id, withdrawal_id, ordered, settled, returned, suspended,
  suspense_returned, state, first_sent, last_attempt)
SELECT payout_id, withdrawal_id, 1000, 1000, 0, 0, 0, 'SENT', 1, 1
FROM filled;

INSERT INTO attempt (payout_id, attempt, provider, sent, settled, returned, fee, sent_at, settled_by)
SELECT payout_id, 1, 'filled', 1000, 1000, 0, 0, at, gen_random_uuid()
FROM filled;

-- what was answered to the request, to the submission, and to the provider's two callbacks
INSERT INTO answered_record (withdrawal_id, event_id, outcomes, partition, answered_at)
SELECT withdrawal_id, gen_random_uuid(), repeat(md5(n::text), characters / 32), partition, at
FROM filled, unnest(ARRAY[1600, 32, 32, 896]) AS characters;

INSERT INTO submission (provider, reference, payout_id, withdrawal_id, attempt, submitted_at)
SELECT 'filled', 'filled-' || n, payout_id, withdrawal_id, 1, at
FROM filled;
