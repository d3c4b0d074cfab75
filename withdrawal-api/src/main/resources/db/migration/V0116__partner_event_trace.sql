-- The trace that an event belongs to, W3C traceparent; the first event's is its withdrawal's. Null: unknown.
ALTER TABLE partner_event ADD COLUMN traceparent text;
