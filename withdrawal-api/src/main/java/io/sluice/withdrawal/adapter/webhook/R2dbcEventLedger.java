package io.sluice.withdrawal.adapter.webhook;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.EventLedger;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The event ledger in PostgreSQL. */
final class R2dbcEventLedger implements EventLedger {

    private static final int MOST_ATTEMPTS = 100;
    private static final int REPLAYED_AT_ONCE = 2_000;

    private static final String SELECT =
            """
            SELECT e.position, e.event_id, e.event_type, e.occurred_at, e.sequence, e.body,
              coalesce(d.status, 'NONE') AS status, coalesce(d.attempts, 0) AS attempts,
              d.last_response_status, d.last_error, d.delivered_at
            FROM partner_event e LEFT JOIN webhook_delivery d USING (event_id)
            WHERE
            """;

    // Without its claim: what is under way counts no more, unless it succeeds.
    private static final String REPLAY =
            """
            UPDATE webhook_delivery
            SET status = 'PENDING', due_at = now(), round = 0, claim = NULL, delivered_at = NULL
            WHERE event_id = :event_id AND status <> 'PENDING'
            """;

    // Oldest first, so that the end of one part is where the next begins; locked in the order of
    // the
    // ids, like what settles attempts.
    private static final String REPLAY_SOME =
            """
            WITH chosen AS (
              SELECT e.event_id, e.occurred_at, e.position
              FROM partner_event e JOIN webhook_delivery d USING (event_id)
              WHERE {where}
              ORDER BY e.occurred_at, e.position LIMIT :most
            ), locked AS (
              SELECT event_id FROM webhook_delivery
              WHERE event_id IN (SELECT event_id FROM chosen) AND status <> 'PENDING'
              ORDER BY event_id FOR UPDATE
            ), replayed AS (
              UPDATE webhook_delivery d
              SET status = 'PENDING', due_at = now(), round = 0, claim = NULL, delivered_at = NULL
              FROM locked WHERE d.event_id = locked.event_id
              RETURNING d.event_id
            )
            SELECT (SELECT count(*) FROM replayed) AS replayed, occurred_at, position
            FROM chosen ORDER BY occurred_at DESC, position DESC LIMIT 1
            """;

    private final DatabaseClient database;
    private final Clock clock;

    R2dbcEventLedger(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Conditions, joined by AND, with the values that they name. */
    private static final class Where {

        private final StringBuilder text = new StringBuilder();
        private final Map<String, Object> values = new HashMap<>();

        Where(Filter filter) {
            add("e.application_key = :key", "key", filter.applicationKey());
            add("e.occurred_at >= :from", "from", filter.createdFrom());
            add("e.occurred_at < :to", "to", filter.createdTo());
            add("e.event_type = :type", "type", filter.eventType());
            if (!filter.statuses().isEmpty()) {
                String[] names =
                        filter.statuses().stream().map(Enum::name).sorted().toArray(String[]::new);
                add("d.status = ANY(:statuses)", "statuses", names);
            }
        }

        private void add(String condition, String name, @Nullable Object value) {
            if (value != null) {
                text.append(text.isEmpty() ? "" : " AND ").append(condition);
                values.put(name, value);
            }
        }

        Where place(String comparison, @Nullable Place place) {
            if (place != null) {
                add(
                        "(e.occurred_at, e.position) " + comparison + " (:time, :position)",
                        "time",
                        place.occurredAt());
                values.put("position", place.position());
            }
            return this;
        }
    }

    @Override
    public Mono<List<Told>> list(Filter filter, @Nullable Place before, int limit) {
        Where where = new Where(filter).place("<", before);
        return database.sql(
                        SELECT
                                + where.text
                                + " ORDER BY e.occurred_at DESC, e.position DESC LIMIT "
                                + limit)
                .bindValues(where.values)
                .map((row, _) -> told(row))
                .all()
                .collectList();
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
        return database.sql(
                        """
                        SELECT started_at, latency_millis, response_status, error, response_start
                        FROM (
                          SELECT attempt, started_at, latency_millis, response_status, error, response_start
                          FROM webhook_attempt WHERE event_id = :id
                          ORDER BY attempt DESC LIMIT :most) latest
                        ORDER BY attempt
                        """)
                .bind("id", eventId)
                .bind("most", MOST_ATTEMPTS)
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
    public Mono<Replayed> replay(String applicationKey, UUID eventId) {
        return find(applicationKey, eventId)
                .flatMap(_ -> database.sql(REPLAY).bind("event_id", eventId).fetch().rowsUpdated())
                .map(rows -> rows > 0 ? Replayed.DUE_AGAIN : Replayed.NOT_REPLAYABLE)
                .defaultIfEmpty(Replayed.UNKNOWN);
    }

    /** Of one part: how many, and where it ended. */
    private record Part(long replayed, Place end) {}

    @Override
    public Mono<Long> replayAll(Filter filter) {
        return Mono.defer(
                () -> {
                    // What is delivered meanwhile is not replayed: else this might never end.
                    Filter settled = filter.before(clock.instant());
                    return replaySome(settled, null)
                            .expand(part -> replaySome(settled, part.end()))
                            .map(Part::replayed)
                            .reduce(0L, Long::sum);
                });
    }

    private Mono<Part> replaySome(Filter filter, @Nullable Place after) {
        Where where = new Where(filter).place(">", after);
        return database.sql(REPLAY_SOME.replace("{where}", where.text))
                .bindValues(where.values)
                .bind("most", REPLAYED_AT_ONCE)
                .map((row, _) -> new Part(value(row, "replayed", Long.class), place(row)))
                .one();
    }

    private static Told told(Readable row) {
        return new Told(
                place(row),
                value(row, "event_id", UUID.class),
                value(row, "event_type", String.class),
                value(row, "sequence", Integer.class),
                value(row, "body", String.class),
                DeliveryStatus.valueOf(value(row, "status", String.class)),
                value(row, "attempts", Integer.class),
                row.get("last_response_status", Integer.class),
                row.get("last_error", String.class),
                row.get("delivered_at", Instant.class));
    }

    private static Place place(Readable row) {
        return new Place(
                value(row, "occurred_at", Instant.class), value(row, "position", Long.class));
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
