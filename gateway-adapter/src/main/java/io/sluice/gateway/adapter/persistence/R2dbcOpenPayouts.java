package io.sluice.gateway.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.gateway.application.OpenPayouts;
import io.sluice.gateway.domain.PayoutState;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

final class R2dbcOpenPayouts implements OpenPayouts {

    /** By the index of states, which makes it as dear as what is open, and not as what ever was. */
    private static final String COUNT =
            """
            SELECT provider, state, count(*) AS all_of_them,
                count(*) FILTER (WHERE due_at IS NULL) AS waiting, min(authorized_at) AS oldest
            FROM payouts
            WHERE state IN ('AUTHORIZED', 'SENDING', 'SUBMITTED', 'IN_DOUBT')
            GROUP BY provider, state
            """;

    private final DatabaseClient database;

    R2dbcOpenPayouts(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<List<Count>> count() {
        return database.sql(COUNT).map(R2dbcOpenPayouts::row).all().collectList();
    }

    private static Count row(Readable row) {
        return new Count(
                Objects.requireNonNull(row.get("provider", String.class)),
                PayoutState.valueOf(Objects.requireNonNull(row.get("state", String.class))),
                Objects.requireNonNull(row.get("all_of_them", Long.class)),
                Objects.requireNonNull(row.get("waiting", Long.class)),
                Objects.requireNonNull(row.get("oldest", Instant.class)));
    }
}
