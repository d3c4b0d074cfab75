package io.sluice.withdrawal.adapter.webhook;

import io.r2dbc.spi.Readable;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.webhook.Deliveries;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Deliveries in PostgreSQL, many to a statement. */
final class R2dbcDeliveries implements Deliveries {

    private static final String LOCK_DUE =
            """
            SELECT event_id FROM webhook_delivery
            WHERE application_key = :application_key AND status IN ('PENDING', 'FAILED') AND due_at <= now()
            ORDER BY due_at LIMIT :most
            FOR UPDATE SKIP LOCKED
            """;

    // In a statement of its own, which sees what was settled before the locks were taken: whoever
    // settles an earlier event after that waits for our lock, and then makes the next one due.
    private static final String CLAIM =
            """
            WITH locked AS (
              SELECT d.event_id, (
                  SELECT min(e.due_at) FROM webhook_delivery e
                  WHERE :ordered AND e.withdrawal_id = d.withdrawal_id AND e.sequence < d.sequence
                    AND e.status IN ('PENDING', 'FAILED')
                ) AS waits_until
              FROM webhook_delivery d WHERE d.event_id = ANY(:ids)
            ), moved AS (
              UPDATE webhook_delivery d SET
                due_at = CASE WHEN locked.waits_until IS NULL
                  THEN now() + make_interval(secs => :lease_seconds)
                  ELSE greatest(locked.waits_until, now() + interval '1 second') END,
                claim = CASE WHEN locked.waits_until IS NULL THEN nextval('webhook_claim') ELSE d.claim END
              FROM locked WHERE d.event_id = locked.event_id
              RETURNING d.event_id, d.application_key, d.claim, d.attempts, d.round,
                locked.waits_until IS NULL AS claimed
            )
            SELECT moved.*, event.body, event.notice, event.notice_signed FROM moved JOIN partner_event event USING (event_id) WHERE claimed
            ORDER BY event.position
            """;

    private static final String SETTLE =
            """
            WITH attempted AS (
              SELECT * FROM unnest(
                :event_id::uuid[], :claim::bigint[], :started_at::timestamptz[], :latency::integer[],
                :response_status::integer[], :error::text[], :response_start::text[], :status::text[],
                :retry_at::timestamptz[])
              AS a (event_id, claim, started_at, latency, response_status, error, response_start, status,
                retry_at)
            ), settled AS (
              UPDATE webhook_delivery d SET
                status = a.status, due_at = coalesce(a.retry_at, d.due_at), attempts = d.attempts + 1,
                round = d.round + 1, last_response_status = a.response_status, last_error = a.error,
                delivered_at = CASE WHEN a.status = 'DELIVERED' THEN now() END
              FROM attempted a
              WHERE d.event_id = a.event_id AND d.status IN ('PENDING', 'FAILED')
                AND (d.claim = a.claim OR a.status = 'DELIVERED')
              RETURNING d.event_id, d.withdrawal_id, d.sequence, d.attempts, a.started_at, a.latency,
                a.response_status, a.error, a.response_start, a.retry_at
            ), next AS (
              UPDATE webhook_delivery d SET due_at = coalesce(s.retry_at, now())
              FROM settled s
              WHERE d.withdrawal_id = s.withdrawal_id AND d.sequence > s.sequence
                AND d.status IN ('PENDING', 'FAILED')
            )
            INSERT INTO webhook_attempt
              (event_id, attempt, started_at, latency_millis, response_status, error, response_start)
            SELECT event_id, attempts, started_at, latency, response_status, error, response_start
            FROM settled
            """;

    private static final String DUE =
            """
            SELECT key FROM unnest(:keys::text[]) AS key
            WHERE EXISTS (
              SELECT FROM webhook_delivery
              WHERE application_key = key AND status IN ('PENDING', 'FAILED') AND due_at <= now())
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    R2dbcDeliveries(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public Mono<List<Claimed>> claim(
            String applicationKey, boolean ordered, int most, Duration lease) {
        return transaction.transactional(
                database.sql(LOCK_DUE)
                        .bind("application_key", applicationKey)
                        .bind("most", most)
                        .map((row, _) -> value(row, "event_id", UUID.class))
                        .all()
                        .collectList()
                        .flatMap(ids -> claim(ids, ordered, lease)));
    }

    private Mono<List<Claimed>> claim(List<UUID> ids, boolean ordered, Duration lease) {
        if (ids.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(CLAIM)
                .bind("ids", ids.toArray(UUID[]::new))
                .bind("ordered", ordered)
                .bind("lease_seconds", (int) lease.toSeconds())
                .map(
                        (row, _) ->
                                new Claimed(
                                        value(row, "event_id", UUID.class),
                                        value(row, "application_key", String.class),
                                        value(row, "body", String.class),
                                        notice(row),
                                        value(row, "claim", Long.class),
                                        value(row, "attempts", Integer.class),
                                        value(row, "round", Integer.class)))
                .all()
                .collectList();
    }

    @Override
    public Mono<List<Boolean>> settle(List<Attempted> attempts) {
        return database.sql(SETTLE)
                .bind("event_id", array(attempts, UUID[]::new, a -> a.claimed().eventId()))
                .bind("claim", array(attempts, Long[]::new, a -> a.claimed().claim()))
                .bind("started_at", array(attempts, String[]::new, a -> a.startedAt().toString()))
                .bind("latency", array(attempts, Integer[]::new, a -> (int) a.latency().toMillis()))
                .bind("response_status", array(attempts, Integer[]::new, Attempted::responseStatus))
                .bind("error", array(attempts, String[]::new, Attempted::error))
                .bind("response_start", array(attempts, String[]::new, Attempted::responseStart))
                .bind("status", array(attempts, String[]::new, R2dbcDeliveries::status))
                .bind(
                        "retry_at",
                        array(
                                attempts,
                                String[]::new,
                                a -> a.retryAt() == null ? null : a.retryAt().toString()))
                .then()
                .thenReturn(attempts.stream().map(_ -> Boolean.TRUE).toList());
    }

    private static String status(Attempted attempted) {
        if (attempted.delivered()) {
            return "DELIVERED";
        }
        return attempted.retryAt() == null ? "DEAD" : "FAILED";
    }

    @Override
    public Mono<Set<String>> due(Collection<String> applicationKeys) {
        return database.sql(DUE)
                .bind("keys", applicationKeys.toArray(String[]::new))
                .map((row, _) -> value(row, "key", String.class))
                .all()
                .collect(HashSet::new, Set::add);
    }

    private static Opening.@Nullable Notice notice(Readable row) {
        String body = row.get("notice", String.class);
        String signed = row.get("notice_signed", String.class);
        return body == null || signed == null ? null : new Opening.Notice(body, signed);
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

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
