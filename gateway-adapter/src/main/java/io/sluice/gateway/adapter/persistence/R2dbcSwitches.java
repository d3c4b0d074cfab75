package io.sluice.gateway.adapter.persistence;

import io.sluice.gateway.application.ProviderSwitches;
import io.sluice.gateway.domain.ProviderName;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

final class R2dbcSwitches implements ProviderSwitches {

    private static final String SET =
            """
            INSERT INTO provider_switches (provider, open, changed_by, changed_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT ON CONSTRAINT provider_switches_pk DO UPDATE
            SET open = excluded.open, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """;

    private final DatabaseClient database;

    R2dbcSwitches(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Set<ProviderName>> closed() {
        return database.sql("SELECT provider FROM provider_switches WHERE NOT open")
                .map(row -> new ProviderName(Objects.requireNonNull(row.get(0, String.class))))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Mono<Void> set(ProviderName provider, boolean open, String operator, Instant at) {
        return database.sql(SET)
                .bind(0, provider.value())
                .bind(1, open)
                .bind(2, operator)
                .bind(3, at)
                .then();
    }
}
