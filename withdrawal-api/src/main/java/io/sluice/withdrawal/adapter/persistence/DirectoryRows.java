package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Processing;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.NotificationStyle;
import io.sluice.withdrawal.domain.PartnerEventType;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads applications, keys and secrets. */
final class DirectoryRows {

    record ApiKey(String hash, String applicationKey, @Nullable Instant expiresAt) {}

    record Secret(String kind, String owner, String text, @Nullable Instant validUntil) {}

    private final DatabaseClient database;
    private final SecretBox box;

    DirectoryRows(DatabaseClient database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    Mono<Long> version() {
        return database.sql("SELECT last_value FROM directory_version")
                .map((row, _) -> value(row, "last_value", Long.class))
                .one();
    }

    Mono<Map<String, Application>> applications() {
        return database.sql(
                        """
                        SELECT application_key, merchant_id, balance_model, processing, separate_trace_id,
                          default_gateway, route, currencies, countries, min_amount, max_amount,
                          daily_limit_per_user, review_threshold, review_expiry_seconds,
                          reserve_expiry_seconds, rate_per_minute, allowed_addresses, notification_style,
                          webhook_url, event_types, ordered_delivery, disabled_at
                        FROM application
                        """)
                .map((row, _) -> application(row))
                .all()
                .collectMap(Application::applicationKey);
    }

    Mono<Map<String, ApiKey>> apiKeys() {
        return database.sql(
                        """
                        SELECT key_hash, application_key, expires_at FROM api_key
                        WHERE revoked_at IS NULL
                        """)
                .map(
                        (row, _) ->
                                new ApiKey(
                                        HexFormat.of()
                                                .formatHex(value(row, "key_hash", byte[].class)),
                                        value(row, "application_key", String.class),
                                        row.get("expires_at", Instant.class)))
                .all()
                .collectMap(ApiKey::hash);
    }

    Mono<List<Secret>> secrets() {
        return database.sql(
                        """
                        SELECT kind, owner, sealed, valid_until FROM partner_secret
                        WHERE valid_until IS NULL OR valid_until > now()
                        ORDER BY id DESC
                        """)
                .map(
                        (row, _) -> {
                            String kind = value(row, "kind", String.class);
                            String owner = value(row, "owner", String.class);
                            return new Secret(
                                    kind,
                                    owner,
                                    box.open(
                                            kind + "/" + owner, value(row, "sealed", String.class)),
                                    row.get("valid_until", Instant.class));
                        })
                .all()
                .collectList();
    }

    private static Application application(Readable row) {
        Integer reserveExpiry = row.get("reserve_expiry_seconds", Integer.class);
        return new Application(
                value(row, "application_key", String.class),
                value(row, "merchant_id", String.class),
                BalanceModel.valueOf(value(row, "balance_model", String.class)),
                Processing.valueOf(value(row, "processing", String.class)),
                value(row, "separate_trace_id", Boolean.class),
                row.get("default_gateway", String.class),
                List.of(value(row, "route", String[].class)),
                Set.of(value(row, "currencies", String[].class)),
                Set.of(value(row, "countries", String[].class)),
                new Application.Limits(
                        row.get("min_amount", Long.class),
                        row.get("max_amount", Long.class),
                        row.get("daily_limit_per_user", Long.class),
                        row.get("review_threshold", Long.class)),
                Duration.ofSeconds(value(row, "review_expiry_seconds", Integer.class)),
                reserveExpiry == null ? null : Duration.ofSeconds(reserveExpiry),
                row.get("rate_per_minute", Integer.class),
                List.of(value(row, "allowed_addresses", String[].class)),
                NotificationStyle.valueOf(value(row, "notification_style", String.class)),
                endpoint(row));
    }

    private static Application.Endpoint endpoint(Readable row) {
        return new Application.Endpoint(
                row.get("webhook_url", String.class),
                Stream.of(value(row, "event_types", String[].class))
                        .flatMap(text -> PartnerEventType.of(text).stream())
                        .collect(Collectors.toSet()),
                value(row, "ordered_delivery", Boolean.class),
                row.get("disabled_at", Instant.class) != null);
    }
}
