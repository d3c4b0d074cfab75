CREATE UNLOGGED TABLE filled AS
SELECT n, uuidv7(make_interval(secs => 0.01 * (n - :rows) - 60)) AS withdrawal_id,
  uuidv7(make_interval(secs => 0.01 * (n - :rows) - 60)) AS payout_id,
  now() + make_interval(secs => 0.01 * (n - :rows) - 60) AS at
FROM generate_series(1, :rows) n;

INSERT INTO payouts (payout_id, withdrawal_id, amount, currency, merchant_id, application_key,
  external_user_id, route, destination_key_id, destination_ciphertext, destination_country,
  authorized_at, caused_by, traceparent, state, provider, cascade_level, claim, tries)
SELECT payout_id, withdrawal_id, 1000, 'TRY', 'Filled', 'Filled',
  'user-' || n % 200000, '{pientegra,praxis}', '66687aad', repeat(md5(n::text), 4), 'TR',
  at, gen_random_uuid()::text, '00-' || md5(n::text) || '-' || left(md5(n::text), 16) || '-01',
  'SENT', 'pientegra', 0, 1, 0
FROM filled;

INSERT INTO attempts (payout_id, attempt, provider, cascade_level, idempotency_key, sealed_request,
  state, reference, announced, arrived, first_sent_at, stamped_at, sends, outcome, sent_total,
  returned_total, fee, is_final)
SELECT payout_id, 1, 'pientegra', 0, gen_random_uuid()::text, repeat(md5(n::text), 8),
  'SENT', 'filled-' || n, true, true, at, at, 1, 'sent', 1000, 0, 0, true
FROM filled;
