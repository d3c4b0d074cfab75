package io.sluice.withdrawal.adapter.webhook;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.EventLedger;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The event ledger in PostgreSQL. */
final class R2dbcEventLedger implements EventLedger {

    private static final String SELECT =
            """
            SELECT e.position, e.event_id, e.event_type, e.occurred_at, e.sequence, e.body,
              coalesce(d.status, 'NONE') AS status, coalesce(d.attempts, 0) AS attempts,
              d.last_response_status, d.last_error, d.delivered_at
            FROM partner_event e LEFT JOIN webhook_delivery d USING (event_id)
            WHERE
            """;

    private static final String REPLAY =
            """
            UPDATE webhook_delivery SET status = 'PENDING', due_at = now(), round = 0, delivered_at = NULL
            WHERE event_id = :event_id AND status <> 'PENDING'
            """;

    private static final String REPLAY_MANY =
            """
            UPDATE webhook_delivery d SET status = 'PENDING', due_at = now(), round = 0, delivered_at = NULL
            FROM partner_event e
            WHERE e.event_id = d.event_id AND d.application_key = :key
            """;

    private final DatabaseClient database;

    R2dbcEventLedger(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<List<Told>> list(Query query) {
        StringBuilder where = new StringBuilder(" e.application_key = :key");
        Map<String, Object> values = new HashMap<>(Map.of("key", query.applicationKey()));
        narrow(where, values, "e.occurred_at >= :from", "from", query.createdFrom());
        narrow(where, values, "e.occurred_at < :to", "to", query.createdTo());
        narrow(where, values, "e.event_type = :type", "type", query.eventType());
        narrow(
                where,
                values,
                "d.status = :status",
                "status",
                query.status() == null ? null : query.status().name());
        narrow(where, values, "e.position < :before", "before", query.before());
        return database.sql(SELECT + where + " ORDER BY e.position DESC LIMIT " + query.limit())
                .bindValues(values)
                .map((row, _) -> told(row))
                .all()
                .collectList();
    }

    private static void narrow(
            StringBuilder where,
            Map<String, Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            values.put(name, value);
        }
    }

    @Override
    public Mono<Told> find(String applicationKey, UUID eventId) {
        return database.sql(SELECT + " e.application_key = :key AND e.event_id = :id")
                .bind("key", applicationKey)
                .bind("id", eventId)
                .map((row, _) -> told(row))
                .one();
    }

    @Override
    public Mono<List<Attempt>> attempts(UUID eventId) {
        return database.sql("SELECT * FROM webhook_attempt WHERE event_id = :id ORDER BY attempt")
                .bind("id", eventId)
                .map(
                        (row, _) ->
                                new Attempt(
                                        value(row, "started_at", Instant.class),
                                        value(row, "latency_millis", Integer.class),
                                        row.get("response_status", Integer.class),
                                        row.get("error", String.class),
                                        row.get("response_start", String.class)))
                .all()
                .collectList();
    }

    @Override
    public Mono<List<Told>> since(WithdrawalId withdrawal, int sequence) {
        return database.sql(
                        SELECT
                                + " e.withdrawal_id = :id AND e.sequence > :after ORDER BY e.sequence")
                .bind("id", withdrawal.value())
                .bind("after", sequence)
                .map((row, _) -> told(row))
                .all()
                .collectList();
    }

    @Override
    public Mono<Optional<Boolean>> replay(String applicationKey, UUID eventId) {
        return find(applicationKey, eventId)
                .flatMap(
                        _ ->
                                database.sql(REPLAY)
                                        .bind("event_id", eventId)
                                        .fetch()
                                        .rowsUpdated()
                                        .map(rows -> Optional.of(rows > 0)))
                .defaultIfEmpty(Optional.empty());
    }

    @Override
    public Mono<Long> replayMany(
            String applicationKey, @Nullable Instant from, @Nullable Instant to) {
        StringBuilder where = new StringBuilder();
        Map<String, Object> values = new HashMap<>(Map.of("key", applicationKey));
        boolean ranged = from != null || to != null;
        where.append(ranged ? " AND d.status <> 'PENDING'" : " AND d.status = 'DEAD'");
        narrow(where, values, "e.occurred_at >= :from", "from", from);
        narrow(where, values, "e.occurred_at < :to", "to", to);
        return database.sql(REPLAY_MANY + where).bindValues(values).fetch().rowsUpdated();
    }

    private static Told told(Readable row) {
        return new Told(
                value(row, "position", Long.class),
                value(row, "event_id", UUID.class),
                value(row, "event_type", String.class),
                value(row, "occurred_at", Instant.class),
                value(row, "sequence", Integer.class),
                value(row, "body", String.class),
                DeliveryStatus.valueOf(value(row, "status", String.class)),
                value(row, "attempts", Integer.class),
                row.get("last_response_status", Integer.class),
                row.get("last_error", String.class),
                row.get("delivered_at", Instant.class));
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
