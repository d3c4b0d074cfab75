CREATE UNLOGGED TABLE filled AS
SELECT n, uuidv7(make_interval(secs => 0.01 * (n - :rows) - 60)) AS withdrawal_id,
  uuidv7(make_interval(secs => 0.01 * (n - :rows) - 60)) AS payout_id,
  now() + make_interval(secs => 0.01 * (n - :rows) - 60) AS at
FROM generate_series(1, :rows) n;

INSERT INTO provider_reference (provider, reference, withdrawal_id, payout_id, attempt, linked_by,
  traceparent, heard_at)
SELECT 'pientegra', 'filled-' || n, withdrawal_id, payout_id, 1, gen_random_uuid(),
  '00-' || md5(n::text) || '-' || left(md5(n::text), 16) || '-01', at
FROM filled;

INSERT INTO callback (id, provider, account, event_key, event_type, provider_reference, state,
  received_at, fact, sent_total, returned_total, currency, is_final, fee, occurred_at, raw_key, raw)
SELECT uuidv7(at - now()), 'pientegra', 'demo', gen_random_uuid()::text,
  'withdrawal.' || lower(fact), 'filled-' || n, 'PUBLISHED', at, fact,
  CASE fact WHEN 'SENT' THEN 1000 ELSE 0 END, 0, 'TRY', fact = 'SENT', 0, at, '66687aad',
  decode(repeat(md5(n::text), 37), 'hex')
FROM filled, unnest(ARRAY['CREATED', 'SENT']) AS fact;
