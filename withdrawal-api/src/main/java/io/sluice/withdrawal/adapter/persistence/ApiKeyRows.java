package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.r2dbc.spi.Readable;
import io.sluice.withdrawal.application.Registry.ApiKey;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;

/** API keys, within the caller's transaction: their SHA-256 alone is kept. */
final class ApiKeyRows {

    private static final int SHOWN_AT_END = 4;

    private static final String INSERT =
            """
            INSERT INTO api_key (key_hash, application_key, last_four, created_at, expires_at)
            VALUES (:hash, :application_key, :last_four, :now, :expires_at)
            RETURNING id, last_four, created_at, expires_at, revoked_at
            """;

    private static final String END_OTHERS =
            """
            UPDATE api_key SET expires_at = :until
            WHERE application_key = :application_key AND revoked_at IS NULL
              AND (expires_at IS NULL OR expires_at > :until)
            """;

    private static final String REVOKE =
            """
            UPDATE api_key SET revoked_at = coalesce(revoked_at, :now)
            WHERE application_key = :application_key AND id = :id
            """;

    private final DatabaseClient database;

    ApiKeyRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<ApiKey> insert(
            String applicationKey, String text, Instant now, @Nullable Instant expiresAt) {
        DatabaseClient.GenericExecuteSpec statement =
                database.sql(INSERT)
                        .bind("hash", CachedDirectory.hash(text))
                        .bind("application_key", applicationKey)
                        .bind("last_four", text.substring(text.length() - SHOWN_AT_END))
                        .bind("now", now);
        return (expiresAt == null
                        ? statement.bindNull("expires_at", Instant.class)
                        : statement.bind("expires_at", expiresAt))
                .map((row, _) -> key(row))
                .one();
    }

    /** Those that would live longer end then. */
    Mono<Void> endAll(String applicationKey, Instant until) {
        return database.sql(END_OTHERS)
                .bind("application_key", applicationKey)
                .bind("until", until)
                .then();
    }

    Mono<Boolean> revoke(String applicationKey, long id, Instant now) {
        return database.sql(REVOKE)
                .bind("application_key", applicationKey)
                .bind("id", id)
                .bind("now", now)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Newest first. */
    Mono<List<ApiKey>> list(String applicationKey) {
        return database.sql(
                        """
                        SELECT id, last_four, created_at, expires_at, revoked_at FROM api_key
                        WHERE application_key = :application_key ORDER BY id DESC
                        """)
                .bind("application_key", applicationKey)
                .map((row, _) -> key(row))
                .all()
                .collectList();
    }

    private static ApiKey key(Readable row) {
        return new ApiKey(
                value(row, "id", Long.class),
                row.get("last_four", String.class),
                value(row, "created_at", Instant.class),
                row.get("expires_at", Instant.class),
                row.get("revoked_at", Instant.class));
    }
}
