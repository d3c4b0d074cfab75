package io.sluice.gateway.adapter.persistence;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.SentPayouts;
import io.sluice.gateway.domain.ProviderName;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

final class R2dbcSentPayouts implements SentPayouts {

    /** In a UUIDv7 the milliseconds stand above these bits. */
    private static final int BITS_BELOW_TIME = 16;

    private static final String PAGE =
            """
            SELECT DISTINCT payout_id
            FROM attempts
            WHERE payout_id > $1 AND payout_id < $2 AND provider = $3
            ORDER BY payout_id
            LIMIT $4
            """;

    private final DatabaseClient database;

    R2dbcSentPayouts(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<List<PayoutId>> page(ProviderName provider, UUID after, Instant before, int limit) {
        return database.sql(PAGE)
                .bind(0, after)
                .bind(1, new UUID(before.toEpochMilli() << BITS_BELOW_TIME, 0))
                .bind(2, provider.value())
                .bind(3, limit)
                .map(PayoutRows::payoutOf)
                .all()
                .collectList();
    }
}
