package io.sluice.withdrawal.adapter.webhook;

import io.r2dbc.spi.Readable;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.webhook.Deliveries;
import io.sluice.withdrawal.application.webhook.Message;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Deliveries in PostgreSQL, those of many applications to a statement. */
final class R2dbcDeliveries implements Deliveries {

    // A claim moves due_at to the end of its lease. An event that has to wait for an earlier one is
    // put off instead, and its claim taken away: that marks it for SettledRows.UNBLOCK. The commit
    // does not wait for the disk: a claim that a crash of the database undoes is made again. The
    // arrays stand in a SELECT so that the planner does not see how short they are: it would plan
    // each call anew, which takes longer than to run it.
    private static final String CLAIM =
            """
            WITH wanted AS (
              SELECT w.* FROM unnest(
                (SELECT :application_key::text[]), (SELECT :ordered::boolean[]),
                (SELECT :most::integer[])) AS w (application_key, ordered, most),
              set_config('synchronous_commit', 'off', true)
            ), due AS (
              SELECT w.ordered, d.* FROM wanted w CROSS JOIN LATERAL (
                SELECT event_id, withdrawal_id, sequence FROM webhook_delivery
                WHERE application_key = w.application_key
                  AND status IN ('PENDING', 'FAILED') AND due_at <= now()
                ORDER BY due_at LIMIT w.most
                FOR UPDATE SKIP LOCKED
              ) d
            ), judged AS (
              SELECT due.event_id, (
                SELECT min(e.due_at) FROM webhook_delivery e
                WHERE due.ordered AND e.withdrawal_id = due.withdrawal_id
                  AND e.sequence < due.sequence AND e.status IN ('PENDING', 'FAILED')
              ) AS waits_until
              FROM due
            ), moved AS (
              UPDATE webhook_delivery d SET
                due_at = CASE WHEN waits_until IS NULL
                  THEN now() + make_interval(secs => :lease_seconds)
                  ELSE greatest(waits_until, now() + interval '1 second') END,
                claim = CASE WHEN waits_until IS NULL THEN nextval('webhook_claim') END
              FROM judged WHERE d.event_id = judged.event_id
              RETURNING d.event_id, d.application_key, d.claim, d.attempts, d.round
            )
            SELECT moved.*, event.body, event.notice, event.notice_signed, event.withdrawal_id,
              event.event_type, event.traceparent,
              extract(epoch FROM clock_timestamp() - event.created_at)::float8 AS age_seconds
            FROM moved LEFT JOIN partner_event event
              ON event.event_id = moved.event_id AND moved.claim IS NOT NULL
            ORDER BY event.position
            """;

    private static final String DUE =
            """
            SELECT key FROM unnest(:keys::text[]) AS key
            WHERE EXISTS (
              SELECT FROM webhook_delivery
              WHERE application_key = key AND status IN ('PENDING', 'FAILED') AND due_at <= now())
            """;

    private final DatabaseClient database;
    private final Duration lease;
    private final SettledRows settled;
    private final WebhookMetrics metrics;

    /**
     * @param lease how long a claim holds
     */
    R2dbcDeliveries(
            DatabaseClient database, Duration lease, SettledRows settled, WebhookMetrics metrics) {
        this.database = database;
        this.lease = lease;
        this.settled = settled;
        this.metrics = metrics;
    }

    /** A row of the claim: what was put off has no message. */
    private record Row(String applicationKey, @Nullable Claimed claimed) {}

    @Override
    public Mono<List<Claim>> claim(List<Wanted> wanted) {
        return database.sql(CLAIM)
                .bind(
                        "application_key",
                        wanted.stream().map(Wanted::applicationKey).toArray(String[]::new))
                .bind("ordered", wanted.stream().map(Wanted::ordered).toArray(Boolean[]::new))
                .bind("most", wanted.stream().map(Wanted::most).toArray(Integer[]::new))
                .bind("lease_seconds", lease.toMillis() / 1000.0)
                .map((row, _) -> row(row))
                .all()
                .collectList()
                .map(rows -> claims(wanted, rows));
    }

    private static List<Claim> claims(List<Wanted> wanted, List<Row> rows) {
        Map<String, List<Row>> byKey = new HashMap<>();
        rows.forEach(
                row ->
                        byKey.computeIfAbsent(row.applicationKey(), _ -> new ArrayList<>())
                                .add(row));
        return wanted.stream()
                .map(
                        each -> {
                            List<Row> found = byKey.getOrDefault(each.applicationKey(), List.of());
                            return new Claim(
                                    found.stream()
                                            .map(Row::claimed)
                                            .filter(Objects::nonNull)
                                            .toList(),
                                    found.size() == each.most());
                        })
                .toList();
    }

    private Row row(Readable row) {
        String applicationKey = value(row, "application_key", String.class);
        Long claim = row.get("claim", Long.class);
        if (claim == null) {
            return new Row(applicationKey, null);
        }
        int attempts = value(row, "attempts", Integer.class);
        About about = about(row);
        if (attempts == 0) {
            metrics.began(about.age());
        }
        Message message =
                new Message(
                        value(row, "event_id", UUID.class),
                        value(row, "body", String.class),
                        notice(row));
        return new Row(
                applicationKey,
                new Claimed(
                        message,
                        about,
                        applicationKey,
                        claim,
                        attempts,
                        value(row, "round", Integer.class)));
    }

    private static About about(Readable row) {
        double age = Math.max(0, value(row, "age_seconds", Double.class));
        return new About(
                row.get("withdrawal_id", UUID.class),
                value(row, "event_type", String.class),
                row.get("traceparent", String.class),
                Duration.ofNanos((long) (age * 1e9)));
    }

    @Override
    public Mono<List<Settled>> settle(List<Attempted> attempts) {
        return settled.write(attempts);
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

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
