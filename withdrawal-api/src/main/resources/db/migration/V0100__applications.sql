-- Who may open withdrawals, and how each of their applications is set up.
CREATE TABLE application (
  application_key        text        NOT NULL,
  merchant_id            text        NOT NULL,
  balance_model          text        NOT NULL,
  processing             text        NOT NULL,
  separate_trace_id      boolean     NOT NULL,
  default_gateway        text,
  route                  text[]      NOT NULL,
  currencies             text[]      NOT NULL,
  countries              text[]      NOT NULL,
  min_amount             bigint,
  max_amount             bigint,
  daily_limit_per_user   bigint,
  review_threshold       bigint,
  review_expiry_seconds  integer     NOT NULL,
  reserve_expiry_seconds integer,
  rate_per_minute        integer,
  allowed_addresses      text[]      NOT NULL,
  notification_style     text        NOT NULL,
  webhook_url            text,
  event_types            text[]      NOT NULL,
  ordered_delivery       boolean     NOT NULL DEFAULT true,
  disabled_at            timestamptz,
  disabled_reason        text,
  failing_since          timestamptz,
  updated_at             timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT application_has_a_key PRIMARY KEY (application_key),
  CONSTRAINT application_key_is_short CHECK (length(application_key) BETWEEN 1 AND 32),
  CONSTRAINT merchant_id_is_short CHECK (length(merchant_id) BETWEEN 1 AND 50 AND merchant_id NOT LIKE '%|%'),
  CONSTRAINT balance_model_is_known CHECK (balance_model IN ('PRE_RESERVE', 'FINAL_DEBIT')),
  CONSTRAINT processing_is_known CHECK (processing IN ('AUTOMATIC', 'MANAGED')),
  CONSTRAINT notification_style_is_known CHECK (notification_style IN ('PIENTEGRA', 'PRAXIS')),
  CONSTRAINT limits_are_above_zero CHECK (
    coalesce(min_amount, 1) > 0 AND coalesce(max_amount, 1) > 0 AND coalesce(daily_limit_per_user, 1) > 0
    AND coalesce(review_threshold, 1) > 0 AND coalesce(rate_per_minute, 1) > 0
    AND review_expiry_seconds > 0 AND coalesce(reserve_expiry_seconds, 1) > 0)
);

CREATE INDEX application_by_merchant ON application (merchant_id);

-- API keys: only their SHA-256; a key has 256 random bits, so that a fast hash is enough.
CREATE TABLE api_key (
  key_hash        bytea       NOT NULL,
  application_key text        NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  expires_at      timestamptz,
  revoked_at      timestamptz,
  CONSTRAINT api_key_is_known_once PRIMARY KEY (key_hash),
  CONSTRAINT api_key_belongs_to_an_application FOREIGN KEY (application_key) REFERENCES application
);

-- Secrets that we must be able to use again, sealed with the service's own key. Several are valid
-- at once while one replaces the other.
CREATE TABLE partner_secret (
  id              bigint GENERATED ALWAYS AS IDENTITY,
  kind            text        NOT NULL,
  owner           text        NOT NULL,
  sealed          text        NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  valid_until     timestamptz,
  CONSTRAINT partner_secret_has_an_id PRIMARY KEY (id),
  CONSTRAINT partner_secret_kind_is_known CHECK (kind IN ('WEBHOOK', 'PRAXIS'))
);

CREATE INDEX partner_secret_by_owner ON partner_secret (kind, owner);

-- Raised with every change above, so that each instance knows when to read again.
CREATE SEQUENCE directory_version;
