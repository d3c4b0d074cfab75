package io.sluice.gateway.adapter.persistence;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Objects;

/** When a backup of the database was put back: told once by a setting, kept for ever. */
final class R2dbcRestores {

    private static final String KEEP =
            "INSERT INTO restores (restored_at) VALUES ($1) ON CONFLICT ON CONSTRAINT restores_pk DO NOTHING";

    private final DatabaseClient database;

    R2dbcRestores(DatabaseClient database) {
        this.database = database;
    }

    /** The latest; empty where there was none. */
    Mono<Instant> latest(@Nullable Instant told) {
        Mono<Void> kept = told == null ? Mono.empty() : database.sql(KEEP).bind(0, told).then();
        return kept.then(
                database.sql("SELECT restored_at FROM restores ORDER BY restored_at DESC LIMIT 1")
                        .map(row -> Objects.requireNonNull(row.get("restored_at", Instant.class)))
                        .one());
    }
}
