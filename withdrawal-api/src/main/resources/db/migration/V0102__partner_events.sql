-- What partners may see, in the same commit as the change; never altered afterwards. The notice is
-- its form for Praxis-style partners, without the time, and the values that its signature covers.
CREATE TABLE partner_event (
  position        bigint GENERATED ALWAYS AS IDENTITY,
  event_id        uuid        NOT NULL,
  application_key text        NOT NULL,
  withdrawal_id   uuid,
  sequence        integer     NOT NULL,
  event_type      text        NOT NULL,
  occurred_at     timestamptz NOT NULL,
  body            text        NOT NULL,
  notice          text,
  notice_signed   text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT partner_event_has_an_id PRIMARY KEY (event_id),
  CONSTRAINT partner_event_has_its_number UNIQUE (withdrawal_id, sequence)
);

CREATE INDEX partner_event_by_application ON partner_event (application_key, position);

-- How far the delivery of an event is. PENDING: not tried yet. FAILED: tried, due again. DEAD: given up.
CREATE TABLE webhook_delivery (
  event_id             uuid        NOT NULL,
  application_key      text        NOT NULL,
  withdrawal_id        uuid,
  sequence             integer     NOT NULL,
  status               text        NOT NULL DEFAULT 'PENDING',
  due_at               timestamptz NOT NULL DEFAULT now(),
  attempts             integer     NOT NULL DEFAULT 0,
  round                integer     NOT NULL DEFAULT 0,
  claim                bigint,
  last_response_status integer,
  last_error           text,
  delivered_at         timestamptz,
  CONSTRAINT webhook_delivery_is_one_per_event PRIMARY KEY (event_id),
  CONSTRAINT webhook_delivery_status_is_known CHECK (status IN ('PENDING', 'FAILED', 'DELIVERED', 'DEAD'))
) WITH (fillfactor = 75);

CREATE INDEX webhook_delivery_due ON webhook_delivery (application_key, due_at) WHERE status IN ('PENDING', 'FAILED');
CREATE INDEX webhook_delivery_order ON webhook_delivery (withdrawal_id, sequence) WHERE status IN ('PENDING', 'FAILED');
CREATE SEQUENCE webhook_claim CACHE 20;

CREATE TABLE webhook_attempt (
  event_id        uuid        NOT NULL,
  attempt         integer     NOT NULL,
  started_at      timestamptz NOT NULL,
  latency_millis  integer     NOT NULL,
  response_status integer,
  error           text,
  response_start  text,
  CONSTRAINT webhook_attempt_has_its_number PRIMARY KEY (event_id, attempt)
);
