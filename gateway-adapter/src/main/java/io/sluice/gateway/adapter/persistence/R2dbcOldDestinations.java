package io.sluice.gateway.adapter.persistence;

import io.sluice.gateway.application.OldDestinations;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

final class R2dbcOldDestinations implements OldDestinations {

    /** In a UUIDv7 the milliseconds stand above these bits. */
    private static final int BITS_BELOW_TIME = 16;

    private static final String NEXT =
            """
            SELECT payout_id, state IN ('SENT', 'REJECTED', 'RETURNED', 'CANCELLED') AS ended
            FROM payouts
            WHERE payout_id > $1 AND payout_id < $2
            ORDER BY payout_id
            LIMIT $3
            """;

    private static final String REQUESTS =
            "UPDATE attempts SET sealed_request = '' WHERE payout_id = ANY($1) AND sealed_request <> ''";

    /** What has ended stays so: no lock is needed between the two statements. */
    private static final String DESTINATIONS =
            """
            UPDATE payouts SET destination_ciphertext = ''
            WHERE payout_id = ANY($1) AND destination_ciphertext <> ''
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    private record Seen(UUID payout, boolean ended) {}

    R2dbcOldDestinations(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public Mono<UUID> mark() {
        return database.sql("SELECT up_to FROM forgotten_destinations")
                .map(row -> Objects.requireNonNull(row.get("up_to", UUID.class)))
                .one();
    }

    @Override
    public Mono<Void> mark(UUID upTo) {
        return database.sql("UPDATE forgotten_destinations SET up_to = $1 WHERE up_to < $1")
                .bind(0, upTo)
                .then();
    }

    @Override
    public Mono<Page> forget(UUID after, Instant before, int limit) {
        return database.sql(NEXT)
                .bind(0, after)
                .bind(1, new UUID(before.toEpochMilli() << BITS_BELOW_TIME, 0))
                .bind(2, limit)
                .map(
                        row ->
                                new Seen(
                                        Objects.requireNonNull(row.get("payout_id", UUID.class)),
                                        Boolean.TRUE.equals(row.get("ended", Boolean.class))))
                .all()
                .collectList()
                .flatMap(seen -> empty(seen).thenReturn(page(seen)))
                .as(transaction::transactional);
    }

    private Mono<Void> empty(List<Seen> seen) {
        UUID[] ended = seen.stream().filter(Seen::ended).map(Seen::payout).toArray(UUID[]::new);
        return database.sql(REQUESTS)
                .bind(0, ended)
                .then()
                .then(database.sql(DESTINATIONS).bind(0, ended).then());
    }

    private static Page page(List<Seen> seen) {
        return new Page(
                seen.size(),
                seen.isEmpty() ? null : seen.getLast().payout(),
                seen.stream().allMatch(Seen::ended));
    }
}
