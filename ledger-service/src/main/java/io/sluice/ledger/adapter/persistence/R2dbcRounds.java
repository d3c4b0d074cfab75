package io.sluice.ledger.adapter.persistence;

import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.application.ExpireReserves.Due;
import io.sluice.ledger.application.ExpireReserves.DueReserves;
import io.sluice.ledger.application.ForgetAnswers.OldAnswers;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the timers look for. */
final class R2dbcRounds implements DueReserves, OldAnswers {

    private static final String DUE =
            """
            SELECT withdrawal_id, expires_at
            FROM withdrawal
            WHERE expires_at <= $1 AND state IN ('OPEN', 'PROCESSING')
            ORDER BY expires_at
            LIMIT $2
            """;

    private static final String REMOVE =
            """
            WITH removed AS (
              DELETE FROM answered_record
              WHERE ctid = ANY(ARRAY(SELECT ctid FROM answered_record
                                     WHERE answered_at < $1
                                     LIMIT $2))
              RETURNING 1)
            SELECT count(*) AS removed FROM removed
            """;

    private final Reads reads;

    R2dbcRounds(Reads reads) {
        this.reads = reads;
    }

    @Override
    public Mono<List<Due>> due(Instant now, int limit) {
        return reads.many(
                        DUE,
                        row ->
                                new Due(
                                        new WithdrawalId(Sql.get(row, "withdrawal_id", UUID.class)),
                                        Sql.time(row, "expires_at")),
                        now,
                        limit)
                .collectList();
    }

    @Override
    public Mono<Long> remove(Instant olderThan, int limit) {
        return reads.one(REMOVE, row -> Sql.get(row, "removed", Long.class), olderThan, limit);
    }
}
