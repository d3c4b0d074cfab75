package io.sluice.withdrawal.adapter.persistence;

import io.sluice.withdrawal.application.Settings;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings in PostgreSQL. Each change raises the directory's version, which every instance watches. */
final class R2dbcSettings implements Settings {

    /** Both secrets sign for so long: time enough for a partner to change its own. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private static final int SECRET_BYTES = 33;

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
    private final TransactionalOperator transaction;
    private final SecretBox box;
    private final CachedDirectory directory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    R2dbcSettings(
            DatabaseClient database,
            TransactionalOperator transaction,
            SecretBox box,
            CachedDirectory directory,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.box = box;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public Mono<Void> change(String applicationKey, Map<String, @Nullable Object> changes) {
        if (!COLUMNS.containsAll(changes.keySet())) {
            return Mono.error(
                    new IllegalArgumentException("settings: unknown (expected: " + COLUMNS + ")"));
        }
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        return committed(update(applicationKey, changes));
    }

    private Mono<Void> update(String applicationKey, Map<String, @Nullable Object> changes) {
        String sets =
                changes.keySet().stream()
                        .map(column -> column + " = " + value(column, changes.get(column)))
                        .collect(Collectors.joining(", "));
        if (changes.containsKey("webhook_url")) {
            sets += ", disabled_at = NULL, disabled_reason = NULL, failing_since = NULL";
        }
        DatabaseClient.GenericExecuteSpec statement =
                database.sql(
                                "UPDATE application SET "
                                        + sets
                                        + ", updated_at = now() WHERE application_key = :key")
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

    @Override
    public Mono<Rotated> configureWebhook(String applicationKey, String url, boolean rotate) {
        Mono<Void> set = update(applicationKey, Map.of("webhook_url", url));
        if (!rotate) {
            return committed(set).thenReturn(new Rotated(null, null));
        }
        String secret = newSecret();
        Mono<Void> replace =
                database.sql(
                                """
                                UPDATE partner_secret SET valid_until = :until
                                WHERE kind = 'WEBHOOK' AND owner = :owner AND valid_until IS NULL
                                """)
                        .bind("until", clock.instant().plus(OVERLAP))
                        .bind("owner", applicationKey)
                        .then()
                        .then(
                                database.sql(
                                                """
                                                INSERT INTO partner_secret (kind, owner, sealed)
                                                VALUES ('WEBHOOK', :owner, :sealed)
                                                """)
                                        .bind("owner", applicationKey)
                                        .bind(
                                                "sealed",
                                                box.seal("WEBHOOK/" + applicationKey, secret))
                                        .then());
        return committed(set.then(replace)).thenReturn(new Rotated(secret, clock.instant()));
    }

    /** 33 bytes, so that it needs no padding; and the same in both base64 alphabets. */
    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        String encoded;
        do {
            random.nextBytes(bytes);
            encoded = Base64.getEncoder().encodeToString(bytes);
        } while (encoded.contains("+") || encoded.contains("/"));
        return "whsec_" + encoded;
    }

    @Override
    public Mono<Boolean> disableEndpoint(String applicationKey, String reason) {
        return transaction
                .transactional(
                        database.sql(
                                        """
                                        UPDATE application SET disabled_at = now(), disabled_reason = :reason
                                        WHERE application_key = :key AND disabled_at IS NULL
                                        """)
                                .bind("reason", reason)
                                .bind("key", applicationKey)
                                .fetch()
                                .rowsUpdated()
                                .flatMap(rows -> raise().thenReturn(rows > 0)))
                .flatMap(disabled -> directory.reload().thenReturn(disabled));
    }

    private Mono<Void> committed(Mono<Void> change) {
        return transaction
                .transactional(change.then(raise()).thenReturn(true))
                .then(directory.reload());
    }

    private Mono<Void> raise() {
        return database.sql("SELECT nextval('directory_version')").fetch().first().then();
    }
}
