package io.sluice.messaging.outbox;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * This instance's share of the shards.
 *
 * <p>A lease saves double work and is no fence: a relay that was stopped may publish again what its
 * successor has published. The order of first sight needs no lease at all. Whoever publishes an
 * event has, at its select, either seen the earlier events of the same key, and sends them before
 * it, or found them deleted, which is after their acknowledgement.
 *
 * <p>For the relay's thread alone, but for {@link #held} and {@link #hurry}.
 */
final class ShardLeases {

    private static final String SEEN =
            """
            WITH forgotten AS (
                DELETE FROM outbox_relay
                WHERE seen_at < clock_timestamp() - INTERVAL '1 hour' AND instance <> $1
            )
            INSERT INTO outbox_relay (instance, seen_at)
            VALUES ($1, clock_timestamp())
            ON CONFLICT ON CONSTRAINT outbox_relay_pk DO UPDATE SET seen_at = excluded.seen_at
            """;

    private static final String LIVE =
            """
            SELECT count(*) AS relays, count(*) FILTER (WHERE instance < $1) AS before
            FROM outbox_relay
            WHERE instance = $1
                OR seen_at > clock_timestamp() - $2::bigint * INTERVAL '1 millisecond'
            """;

    private static final String RENEW =
            """
            UPDATE outbox_shard
            SET leased_until = clock_timestamp() + $2::bigint * INTERVAL '1 millisecond'
            WHERE holder = $1
            RETURNING shard
            """;

    /* Locked in the order of the shards, like every lock on several rows; a row that another relay
     * is taking right now is skipped. */
    private static final String ACQUIRE =
            """
            UPDATE outbox_shard
            SET holder = $1,
                leased_until = clock_timestamp() + $2::bigint * INTERVAL '1 millisecond'
            WHERE shard IN (
                SELECT shard
                FROM outbox_shard
                WHERE holder IS NULL OR leased_until < clock_timestamp()
                ORDER BY shard
                LIMIT $3
                FOR UPDATE SKIP LOCKED
            )
            RETURNING shard
            """;

    private static final String RELEASE =
            """
            UPDATE outbox_shard
            SET holder = NULL, leased_until = NULL
            WHERE holder = $1 AND shard = ANY($2::smallint[])
            """;

    private static final String LEAVE = "DELETE FROM outbox_relay WHERE instance = $1";

    private record Held(Shards shards, long untilNanos) {}

    private record Live(int relays, int before) {}

    private final String instance;
    private final Duration lease;
    private volatile Held held = new Held(Shards.NONE, 0);
    private volatile boolean hurried = true;
    private long dueNanos;

    ShardLeases(String instance, Duration lease) {
        this.instance = instance;
        this.lease = lease;
    }

    /**
     * The shards that are surely this instance's. The end of a lease is counted from before it was
     * asked for, so it comes here no later than in the database.
     */
    Shards held() {
        Held now = held;
        return System.nanoTime() - now.untilNanos() < 0 ? now.shards() : Shards.NONE;
    }

    /** Has the next {@link #untilDue} be zero: the shares may have changed. */
    void hurry() {
        hurried = true;
    }

    Duration untilDue() {
        return hurried
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
    }

    /**
     * Says that this instance lives, renews what it holds, and moves towards its fair share.
     *
     * @param mayRelease false while events are on their way: whoever took over their shard would
     *     publish them too
     * @return the shards that were released
     */
    Shards renew(OwnConnection database, boolean mayRelease) {
        hurried = false;
        long asked = System.nanoTime();
        dueNanos = asked + lease.toNanos() / 3;
        DatabaseClient client = database.client();
        database.done(client.sql(SEEN).bind(0, instance).then());
        Shards mine = database.get(shards(client.sql(RENEW).bind(0, instance)));
        hold(mine, asked);
        int share = share(database.get(live(client)));
        if (mine.size() < share) {
            long askedForMore = System.nanoTime();
            Shards more =
                    database.get(
                            shards(
                                    client.sql(ACQUIRE)
                                            .bind(0, instance)
                                            .bind(2, share - mine.size())));
            hold(mine.and(more), Math.min(asked, askedForMore));
        }
        Shards surplus = mayRelease ? mine.beyond(share) : Shards.NONE;
        if (!surplus.isEmpty()) {
            release(database, surplus);
        }
        return surplus;
    }

    /** Gives everything back, so that nobody has to wait for the leases to end. */
    void leave(OwnConnection database) {
        release(database, new Shards((1 << Shards.COUNT) - 1));
        database.done(database.client().sql(LEAVE).bind(0, instance).then());
    }

    private void release(OwnConnection database, Shards shards) {
        held = new Held(held.shards().without(shards), held.untilNanos());
        database.done(
                database.client().sql(RELEASE).bind(0, instance).bind(1, shards.toArray()).then());
    }

    private void hold(Shards shards, long askedNanos) {
        held = new Held(shards, askedNanos + lease.toNanos());
    }

    /** An even share; what is left over goes to the first, one each. */
    private static int share(Live live) {
        int leftOver = Shards.COUNT % live.relays();
        return Shards.COUNT / live.relays() + (live.before() < leftOver ? 1 : 0);
    }

    private Mono<Live> live(DatabaseClient client) {
        return client.sql(LIVE)
                .bind(0, instance)
                .bind(1, lease.toMillis())
                .map(
                        row ->
                                new Live(
                                        number(row.get(0, Long.class)),
                                        number(row.get(1, Long.class))))
                .one();
    }

    private Mono<Shards> shards(DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .bind(1, lease.toMillis())
                .map(row -> Objects.requireNonNull(row.get(0, Short.class)))
                .all()
                .collectList()
                .map((List<Short> found) -> Shards.of(found));
    }

    private static int number(@Nullable Long value) {
        return Objects.requireNonNull(value).intValue();
    }
}
