-- By what an API key is named where it is listed and revoked: the key itself is not kept.
ALTER TABLE api_key ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE api_key ADD COLUMN last_four text;
ALTER TABLE api_key ADD CONSTRAINT api_key_has_an_id UNIQUE (id);

CREATE INDEX api_key_by_application ON api_key (application_key);
