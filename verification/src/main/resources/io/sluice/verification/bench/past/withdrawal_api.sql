CREATE UNLOGGED TABLE filled AS
SELECT n, (SELECT last_value FROM praxis_number) + 2 * n AS number,
  (SELECT last_value FROM reference_number) + n AS reference,
  uuidv7(make_interval(secs => 0.01 * (n - :rows) - 60)) AS withdrawal_id,
  uuidv7(make_interval(secs => 0.01 * (n - :rows) - 60)) AS payout_id,
  gen_random_uuid() AS event_id,
  now() + make_interval(secs => 0.01 * (n - :rows) - 60) AS at
FROM generate_series(1, :rows) n;

INSERT INTO withdrawal (withdrawal_id, number, reference_no, merchant_id,
  application_key, external_user_id, amount, currency, balance_model, processing,
  route, masked_iban, destination_key_id, destination_ciphertext,
  destination_country, created_at, status, settled, outstanding, ledger_sequence,
  event_sequence, updated_at)
SELECT withdrawal_id, number, 'W-2026-' || lpad(reference::text, 7, '0'),
  'Test-Integration-Merchant', 'Filled', 'user-' || n % 200000, 250000, 'TRY',
  'PRE_RESERVE', 'AUTOMATIC', '{pientegra,praxis}', 'TR********************7890',
  '66687aad', repeat(md5(n::text), 5), 'TR', at, 'SENT', 250000, 0, 3, 4, at
FROM filled;

INSERT INTO payout (withdrawal_id, payout_id, tid, amount, status, sent, gateway, attempt)
SELECT withdrawal_id, payout_id, number + 1, 250000, 'SENT', 250000, 'pientegra', 1
FROM filled;

INSERT INTO idempotency_key (application_key, idempotency_key, request_hash,
  withdrawal_id, response_status, response_body, created_at)
SELECT 'Filled', gen_random_uuid(), sha256(n::text::bytea), withdrawal_id, 201,
  '{"withdrawalId":"' || withdrawal_id || '","referenceNo":"W-2026-'
    || lpad(reference::text, 7, '0') || '"}', at
FROM filled;

INSERT INTO partner_event (event_id, application_key, withdrawal_id, sequence,
  event_type, occurred_at, body)
SELECT event_id, 'Filled', withdrawal_id, 1, 'withdrawal.created', at, repeat(md5(n::text), 12)
FROM filled;

INSERT INTO webhook_delivery (event_id, application_key, withdrawal_id, sequence, status,
  due_at, attempts, round, last_response_status, delivered_at, created_at)
SELECT event_id, 'Filled', withdrawal_id, 1, 'DELIVERED', at, 1, 1, 204, at, at
FROM filled;

INSERT INTO webhook_attempt (event_id, attempt, started_at, latency_millis, response_status)
SELECT event_id, 1, at, 5, 204
FROM filled;

SELECT setval('praxis_number', (SELECT max(number) + 2 FROM filled));

SELECT setval('reference_number', (SELECT max(reference) + 1 FROM filled));
