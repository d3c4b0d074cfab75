-- How many requests of an application's minute are handed out to instances. Lost in a crash, which
-- starts the minute anew: no reason to write it to the log.
CREATE UNLOGGED TABLE rate_window (
  application_key text   NOT NULL,
  minute          bigint NOT NULL,
  taken           bigint NOT NULL,
  CONSTRAINT rate_window_is_one_per_application PRIMARY KEY (application_key)
) WITH (fillfactor = 50);
