package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Optional;

/** Secrets shared with partners, within the caller's transaction and under its lock of their owner. */
final class SecretRows {

    static final String WEBHOOK = "WEBHOOK";
    static final String PRAXIS = "PRAXIS";

    // Two at most are good at a time: who changes twice in a hurry gives up the oldest.
    private static final String END_EARLIER =
            """
            UPDATE partner_secret
            SET valid_until = CASE WHEN valid_until IS NULL THEN :until::timestamptz ELSE :now::timestamptz END
            WHERE kind = :kind AND owner = :owner AND (valid_until IS NULL OR valid_until > :now::timestamptz)
            RETURNING valid_until
            """;

    private static final String INSERT =
            "INSERT INTO partner_secret (kind, owner, sealed) VALUES (:kind, :owner, :sealed)";

    private final DatabaseClient database;
    private final SecretBox box;

    SecretRows(DatabaseClient database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    /**
     * Puts a new secret in the place of the one before.
     *
     * @param until how long the one before is good as well
     * @return that time; empty where there is none before
     */
    Mono<Optional<Instant>> replace(
            String kind, String owner, String secret, Instant now, Instant until) {
        return database.sql(END_EARLIER)
                .bind("kind", kind)
                .bind("owner", owner)
                .bind("now", now)
                .bind("until", until)
                .map((row, _) -> value(row, "valid_until", Instant.class))
                .all()
                .collectList()
                .map(ended -> ended.stream().max(Instant::compareTo))
                .flatMap(ended -> insert(kind, owner, secret).thenReturn(ended));
    }

    private Mono<Void> insert(String kind, String owner, String secret) {
        return database.sql(INSERT)
                .bind("kind", kind)
                .bind("owner", owner)
                .bind("sealed", box.seal(kind + "/" + owner, secret))
                .then();
    }
}
