-- Since when a webhook waits, for the age of the oldest.
ALTER TABLE webhook_delivery ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();

-- The ledger is read, filtered and paged by time.
CREATE INDEX partner_event_by_time ON partner_event (application_key, occurred_at, position);
DROP INDEX partner_event_by_application;

-- The few that were given up: to be listed and replayed.
CREATE INDEX webhook_delivery_dead ON webhook_delivery (application_key) WHERE status = 'DEAD';
