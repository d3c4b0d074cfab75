package io.sluice.withdrawal.adapter.persistence;

import io.sluice.withdrawal.domain.PartnerEventType;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How applications are set up, within the caller's transaction. */
final class ApplicationRows {

    private static final String INSERT =
            """
            INSERT INTO application (application_key, merchant_id, balance_model, processing,
              separate_trace_id, route, currencies, countries, review_expiry_seconds,
              allowed_addresses, notification_style, event_types)
            VALUES (:key, :merchant, 'PRE_RESERVE', 'AUTOMATIC', true, '{}', '{}', '{}', 86400, '{}',
              'PIENTEGRA', :types)
            ON CONFLICT ON CONSTRAINT application_has_a_key DO NOTHING
            """;

    private static final Set<String> COLUMNS =
            Set.of(
                    "balance_model",
                    "processing",
                    "separate_trace_id",
                    "default_gateway",
                    "route",
                    "currencies",
                    "countries",
                    "min_amount",
                    "max_amount",
                    "daily_limit_per_user",
                    "review_threshold",
                    "review_expiry_seconds",
                    "reserve_expiry_seconds",
                    "rate_per_minute",
                    "allowed_addresses",
                    "notification_style",
                    "webhook_url",
                    "event_types",
                    "ordered_delivery");

    private final DatabaseClient database;

    ApplicationRows(DatabaseClient database) {
        this.database = database;
    }

    /** What a new application hears of unless it says otherwise. */
    static String[] firstEventTypes() {
        return Stream.of(PartnerEventType.values())
                .filter(PartnerEventType::isSubscribedAtFirst)
                .map(PartnerEventType::text)
                .toArray(String[]::new);
    }

    /** False where the key is taken. */
    Mono<Boolean> insert(String applicationKey, String merchantId) {
        return database.sql(INSERT)
                .bind("key", applicationKey)
                .bind("merchant", merchantId)
                .bind("types", firstEventTypes())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Locks the row, too. Setting the webhook's address lets a disabled endpoint start afresh. */
    Mono<Void> update(String applicationKey, Map<String, @Nullable Object> changes) {
        if (!COLUMNS.containsAll(changes.keySet())) {
            return Mono.error(
                    new IllegalArgumentException("settings: unknown (expected: " + COLUMNS + ")"));
        }
        String sets =
                changes.keySet().stream()
                        .map(column -> column + " = " + value(column, changes.get(column)) + ", ")
                        .collect(Collectors.joining());
        if (changes.containsKey("webhook_url")) {
            sets += "disabled_at = NULL, disabled_reason = NULL, failing_since = NULL, ";
        }
        DatabaseClient.GenericExecuteSpec statement =
                database.sql(
                                "UPDATE application SET "
                                        + sets
                                        + "updated_at = now() WHERE application_key = :key")
                        .bind("key", applicationKey);
        for (Map.Entry<String, @Nullable Object> change : changes.entrySet()) {
            Object value = change.getValue();
            if (value != null) {
                statement = statement.bind(change.getKey(), value);
            }
        }
        return statement.then();
    }

    private static String value(String column, @Nullable Object value) {
        return value == null ? "NULL" : ":" + column;
    }
}
