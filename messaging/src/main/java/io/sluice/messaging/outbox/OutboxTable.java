package io.sluice.messaging.outbox;

import io.r2dbc.spi.Readable;
import io.sluice.messaging.EncodedEvent;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** The relay's side of the table {@code outbox}. */
final class OutboxTable {

    private static final String NEXT = next("$1", "$2", "");

    private static final String DELETE =
            "DELETE FROM outbox WHERE shard = ANY($1::smallint[]) AND id = ANY($2::bigint[])";

    /* The second part does not see what the first has deleted. */
    private static final String DELETE_AND_NEXT =
            "WITH published AS ("
                    + DELETE
                    + ")\n"
                    + next("$3", "$4", "AND outbox.id <> ALL($2::bigint[])");

    /* The oldest row of a shard is the one with the lowest id, but for transactions that ran at the
     * same time: near enough for an age, and far cheaper than a minimum over all rows. */
    private static final String BACKLOG =
            """
            SELECT (SELECT count(*) FROM outbox) AS rows,
                coalesce(
                    max((extract(EPOCH FROM clock_timestamp() - oldest.created_at) * 1000000)),
                    0
                )::bigint AS oldest_micros
            FROM outbox_shard
            CROSS JOIN LATERAL (
                SELECT outbox.created_at
                FROM outbox
                WHERE outbox.shard = outbox_shard.shard
                ORDER BY outbox.id
                LIMIT 1
            ) AS oldest
            """;

    private static String next(String shards, String ofEach, String condition) {
        return """
        SELECT event.shard, event.id, event.topic, event.key, event.headers, event.payload,
            (extract(EPOCH FROM clock_timestamp() - event.created_at) * 1000000)::bigint
                AS age_micros
        FROM unnest(%s::smallint[]) AS held (shard)
        CROSS JOIN LATERAL (
            SELECT shard, id, topic, key, headers, payload, created_at
            FROM outbox
            WHERE outbox.shard = held.shard %s
            ORDER BY outbox.id
            LIMIT %s
        ) AS event
        ORDER BY event.id
        """
                .formatted(shards, condition, ofEach);
    }

    private final DatabaseClient database;

    OutboxTable(DatabaseClient database) {
        this.database = database;
    }

    /** The first rows of each of these shards, in the order of their ids. */
    Mono<List<WaitingEvent>> next(Shards shards, int ofEach) {
        return waiting(database.sql(NEXT).bind(0, shards.toArray()).bind(1, ofEach));
    }

    Mono<Void> delete(List<WaitingEvent> published) {
        return database.sql(DELETE).bind(0, shards(published)).bind(1, ids(published)).then();
    }

    /** Both, in one statement. */
    Mono<List<WaitingEvent>> deleteAndNext(
            List<WaitingEvent> published, Shards shards, int ofEach) {
        return waiting(
                database.sql(DELETE_AND_NEXT)
                        .bind(0, shards(published))
                        .bind(1, ids(published))
                        .bind(2, shards.toArray())
                        .bind(3, ofEach));
    }

    private static Short[] shards(List<WaitingEvent> events) {
        return Shards.of(events.stream().map(WaitingEvent::shard).distinct().toList()).toArray();
    }

    private static Long[] ids(List<WaitingEvent> events) {
        return events.stream().map(WaitingEvent::id).toArray(Long[]::new);
    }

    private static Mono<List<WaitingEvent>> waiting(DatabaseClient.GenericExecuteSpec statement) {
        return statement.map(OutboxTable::waiting).all().collectList();
    }

    Mono<Backlog> backlog() {
        return database.sql(BACKLOG)
                .map(row -> new Backlog(number(row, "rows"), micros(row, "oldest_micros")))
                .one();
    }

    private static WaitingEvent waiting(Readable row) {
        short shard = (short) number(row, "shard");
        return new WaitingEvent(
                shard,
                number(row, "id"),
                micros(row, "age_micros"),
                new EncodedEvent(
                        text(row, "topic"),
                        shard,
                        text(row, "key"),
                        Headers.read(text(row, "headers")),
                        text(row, "payload").getBytes(StandardCharsets.UTF_8)));
    }

    private static Duration micros(Readable row, String column) {
        return Duration.of(number(row, column), ChronoUnit.MICROS);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Number.class), column).longValue();
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }
}
