-- Events that wait to be published, written in the transaction that makes them true.
--
-- A published row is deleted, and a row that is there is unpublished: there is no mark and no
-- watermark. Ids are given at the insert but rows become visible at the commit, so a lower id may
-- appear after a higher one; a reader that remembers "published up to" would skip it for ever.
-- Rows of one withdrawal are written under its row lock, and the sequence caches nothing, so among
-- them the order of the ids is the order of the commits.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY (CACHE 1),
    shard smallint NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    headers text NOT NULL,
    payload text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT outbox_pk PRIMARY KEY (shard, id),
    CONSTRAINT outbox_shard_known CHECK (shard BETWEEN 0 AND 11),
    -- The broker takes 1 MiB; what it would refuse for good must not get in, for it would block.
    CONSTRAINT outbox_size_publishable CHECK (
        octet_length(key) + octet_length(headers) + octet_length(payload) <= 1000000
    )
)
-- A queue: the table is nearly empty and turns over all the time, so what is dead is removed after
-- a number of rows, not after a share of a size that means nothing here. Truncation would lock the
-- writers out.
WITH (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 20000,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 20000,
    autovacuum_vacuum_cost_delay = 0,
    vacuum_truncate = FALSE,
    toast.autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 2000,
    toast.vacuum_truncate = FALSE
);

-- Who publishes which shard. A lease saves double work; it is no fence and order does not need it.
CREATE TABLE outbox_shard (
    shard smallint NOT NULL,
    holder text,
    leased_until timestamptz,
    CONSTRAINT outbox_shard_pk PRIMARY KEY (shard),
    CONSTRAINT outbox_shard_range CHECK (shard BETWEEN 0 AND 11),
    CONSTRAINT outbox_shard_lease_whole CHECK ((holder IS NULL) = (leased_until IS NULL))
)
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

INSERT INTO outbox_shard (shard)
SELECT generate_series(0, 11);

-- The relays that live, among which the shards are shared out.
CREATE TABLE outbox_relay (
    instance text NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT outbox_relay_pk PRIMARY KEY (instance)
)
WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
