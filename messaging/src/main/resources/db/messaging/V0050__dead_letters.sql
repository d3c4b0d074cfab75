-- A dead letter that is still open, at most one for each withdrawal and consumer: what comes after it is kept.
CREATE TABLE open_dead_letter (
  consumer        text        NOT NULL,
  subject         text        NOT NULL,
  topic           text        NOT NULL,
  kafka_partition integer     NOT NULL,
  kafka_offset    bigint      NOT NULL,
  reason          text        NOT NULL,
  opened_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT open_dead_letter_is_one_per_subject PRIMARY KEY (consumer, subject)
);

CREATE TABLE kept_record (
  id              bigint GENERATED ALWAYS AS IDENTITY,
  consumer        text        NOT NULL,
  subject         text        NOT NULL,
  topic           text        NOT NULL,
  kafka_partition integer     NOT NULL,
  kafka_offset    bigint      NOT NULL,
  record_key      text        NOT NULL,
  headers         text        NOT NULL,
  payload         bytea       NOT NULL,
  kept_at         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT kept_record_has_an_id PRIMARY KEY (id),
  CONSTRAINT kept_record_is_kept_once UNIQUE (consumer, topic, kafka_partition, kafka_offset)
);

CREATE INDEX kept_record_by_subject ON kept_record (consumer, subject, id);
