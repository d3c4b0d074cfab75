package io.sluice.withdrawal.adapter.webhook;

import io.r2dbc.spi.Readable;
import io.sluice.withdrawal.application.webhook.Deliveries.Attempted;
import io.sluice.withdrawal.application.webhook.Deliveries.Settled;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Writes what became of attempts: any number with two statements. */
final class SettledRows {

    // A failure counts once and only under the current claim, so that a result which is written
    // again, or comes after the lease, changes nothing; a success of whoever counts.
    private static final String SETTLE =
            """
            WITH attempted AS (
              SELECT * FROM unnest(
                :event_id::uuid[], :claim::bigint[], :before::integer[], :started_at::timestamptz[],
                :latency::integer[], :response_status::integer[], :error::text[],
                :response_start::text[], :status::text[], :retry_at::timestamptz[])
              AS a (event_id, claim, before, started_at, latency, response_status, error,
                response_start, status, retry_at)
            ), settled AS (
              UPDATE webhook_delivery d SET
                status = a.status, due_at = coalesce(a.retry_at, d.due_at),
                attempts = d.attempts + 1, round = d.round + 1,
                last_response_status = a.response_status, last_error = a.error,
                delivered_at = CASE WHEN a.status = 'DELIVERED' THEN now() END
              FROM attempted a
              WHERE d.event_id = a.event_id AND d.status IN ('PENDING', 'FAILED')
                AND (a.status = 'DELIVERED' OR d.claim = a.claim AND d.attempts = a.before)
              RETURNING d.event_id, d.application_key, d.attempts, a.started_at, a.latency,
                a.response_status, a.error, a.response_start, a.status
            ), recorded AS (
              INSERT INTO webhook_attempt
                (event_id, attempt, started_at, latency_millis, response_status, error, response_start)
              SELECT event_id, attempts, started_at, latency, response_status, error, response_start
              FROM settled
            ), fared AS (
              SELECT application_key, bool_or(status = 'DELIVERED') AS well,
                bool_or(status = 'DEAD') AS gave_up
              FROM settled GROUP BY application_key
            ), noted AS (
              UPDATE application p SET failing_since = CASE WHEN NOT well THEN now() END
              FROM fared
              WHERE p.application_key = fared.application_key AND well = (p.failing_since IS NOT NULL)
            )
            SELECT application_key FROM application JOIN fared USING (application_key)
            WHERE gave_up AND NOT well
              AND failing_since < now() - make_interval(secs => :disable_after_seconds)
            """;

    // After the statement above has committed, and with the due time always set anew: a claim that
    // does not see that commit either reaches the row after this statement, and finds it changed,
    // or has put it off before, which is undone here.
    // By keys alone, one ended event at a time: what is put off may be many rows while the planner
    // takes them for none, and would look at each of them for each event. The array stands in a
    // SELECT as in R2dbcDeliveries.
    private static final String UNBLOCK =
            """
            UPDATE webhook_delivery SET due_at = now()
            WHERE claim IS NULL AND event_id = ANY(ARRAY(
              SELECT later.event_id FROM unnest((SELECT :event_id::uuid[])) AS ended (event_id)
              CROSS JOIN LATERAL (
                SELECT withdrawal_id, sequence FROM webhook_delivery
                WHERE event_id = ended.event_id OFFSET 0
              ) d
              CROSS JOIN LATERAL (
                SELECT event_id FROM webhook_delivery
                WHERE withdrawal_id = d.withdrawal_id AND sequence > d.sequence
                  AND status IN ('PENDING', 'FAILED') AND claim IS NULL OFFSET 0
              ) later))
            RETURNING application_key
            """;

    private final DatabaseClient database;
    private final Duration disableAfter;
    private final AttemptReports reports;

    /**
     * @param disableAfter an endpoint without a success for so long is dead when one is given up
     */
    SettledRows(DatabaseClient database, Duration disableAfter, AttemptReports reports) {
        this.database = database;
        this.disableAfter = disableAfter;
        this.reports = reports;
    }

    Mono<List<Settled>> write(List<Attempted> attempts) {
        return settle(once(attempts))
                .flatMap(
                        dead ->
                                unblock(attempts)
                                        .map(unblocked -> settled(attempts, unblocked, dead)));
    }

    /** Each event once, a success before a failure, in the order in which their rows are locked. */
    private static List<Attempted> once(List<Attempted> attempts) {
        Map<UUID, Attempted> byEvent = new TreeMap<>();
        for (Attempted each : attempts) {
            byEvent.merge(eventId(each), each, (one, other) -> one.delivered() ? one : other);
        }
        return List.copyOf(byEvent.values());
    }

    private Mono<Set<String>> settle(List<Attempted> attempts) {
        return database.sql(SETTLE)
                .bind("event_id", array(attempts, UUID[]::new, SettledRows::eventId))
                .bind("claim", array(attempts, Long[]::new, a -> a.claimed().claim()))
                .bind("before", array(attempts, Integer[]::new, a -> a.claimed().attempts()))
                .bind("started_at", array(attempts, String[]::new, a -> text(a.startedAt())))
                .bind("latency", array(attempts, Integer[]::new, a -> (int) a.latency().toMillis()))
                .bind("response_status", array(attempts, Integer[]::new, Attempted::responseStatus))
                .bind("error", array(attempts, String[]::new, Attempted::error))
                .bind("response_start", array(attempts, String[]::new, Attempted::responseStart))
                .bind("status", array(attempts, String[]::new, SettledRows::status))
                .bind("retry_at", array(attempts, String[]::new, a -> text(a.retryAt())))
                .bind("disable_after_seconds", disableAfter.toMillis() / 1000.0)
                .map((row, _) -> key(row))
                .all()
                .collect(HashSet::new, Set::add);
    }

    /** What is settled for good no longer holds up the later events of its withdrawal. */
    private Mono<Set<String>> unblock(List<Attempted> attempts) {
        UUID[] ended =
                attempts.stream()
                        .filter(each -> each.retryAt() == null)
                        .map(SettledRows::eventId)
                        .sorted()
                        .toArray(UUID[]::new);
        if (ended.length == 0) {
            return Mono.just(Set.of());
        }
        return database.sql(UNBLOCK)
                .bind("event_id", ended)
                .map((row, _) -> key(row))
                .all()
                .collect(HashSet::new, Set::add);
    }

    private List<Settled> settled(
            List<Attempted> attempts, Set<String> unblocked, Set<String> dead) {
        attempts.forEach(each -> reports.settled(each, status(each)));
        return attempts.stream()
                .map(each -> each.claimed().applicationKey())
                .map(key -> new Settled(unblocked.contains(key), dead.contains(key)))
                .toList();
    }

    private static String status(Attempted attempted) {
        if (attempted.delivered()) {
            return "DELIVERED";
        }
        return attempted.retryAt() == null ? "DEAD" : "FAILED";
    }

    private static UUID eventId(Attempted attempted) {
        return attempted.claimed().message().eventId();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static String key(Readable row) {
        return Objects.requireNonNull(row.get("application_key", String.class));
    }

    @SuppressWarnings("NullAway") // an array's elements may be null in the database
    private static <T> T[] array(
            List<Attempted> rows, IntFunction<T[]> empty, Function<Attempted, @Nullable T> of) {
        T[] values = empty.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = of.apply(rows.get(i));
        }
        return values;
    }
}
