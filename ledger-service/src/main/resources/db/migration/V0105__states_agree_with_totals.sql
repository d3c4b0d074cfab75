-- What the totals say, the state says too; and what belongs together is there together.
ALTER TABLE account
  ADD CONSTRAINT account_is_opened_once
    UNIQUE NULLS NOT DISTINCT (merchant_id, external_user_id, currency, kind, provider, partition);

ALTER TABLE transfer
  ADD CONSTRAINT transfer_of_a_withdrawal_names_it
    CHECK ((kind IN ('CREDIT', 'DEBIT')) = (withdrawal_id IS NULL)),
  ADD CONSTRAINT transfer_currency_is_a_code CHECK (length(currency) = 3);

ALTER TABLE withdrawal
  ADD CONSTRAINT withdrawal_state_agrees_with_its_totals CHECK (
    CASE state
      WHEN 'OPEN' THEN authorized = 0 AND settled = 0 AND released = 0
      WHEN 'SENT' THEN settled > 0 AND returned = 0
      WHEN 'RETURNED' THEN returned > 0
      WHEN 'REJECTED' THEN settled = 0
      WHEN 'CANCELLED' THEN settled = 0
      WHEN 'REFUSED' THEN settled = 0
      ELSE true
    END);

ALTER TABLE payout
  ADD CONSTRAINT payout_state_agrees_with_its_totals CHECK (
    CASE state
      WHEN 'AUTHORIZED' THEN settled = 0 AND suspended = 0
      WHEN 'PAYING' THEN settled > 0 AND settled < ordered
      WHEN 'SENT' THEN settled > 0 AND returned = 0
      WHEN 'RETURNED' THEN returned > 0
      WHEN 'REJECTED' THEN settled = 0
      ELSE true
    END),
  ADD CONSTRAINT payout_names_who_was_sent_first CHECK ((first_sent = 0) = (settled + suspended = 0));

ALTER TABLE attempt
  ADD CONSTRAINT attempt_names_what_settled_it CHECK ((settled = 0) = (settled_by IS NULL));

ALTER TABLE quarantine
  ADD CONSTRAINT quarantine_attempt_is_above_zero CHECK (attempt > 0),
  ADD CONSTRAINT quarantine_says_how_it_was_resolved
    CHECK ((resolved_at IS NULL) = (resolution IS NULL));
