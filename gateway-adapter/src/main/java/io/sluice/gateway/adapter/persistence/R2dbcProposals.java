package io.sluice.gateway.adapter.persistence;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Proposals;
import io.sluice.gateway.domain.Proposal;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Objects;

final class R2dbcProposals implements Proposals {

    private static final String STAND =
            """
            INSERT INTO proposals (payout_id, attempt, outcome, reason, operator, proposed_at, reference)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT ON CONSTRAINT proposals_pk DO NOTHING
            """;

    private static final String READ =
            """
            SELECT outcome, reference, reason, operator, proposed_at
            FROM proposals WHERE payout_id = $1 AND attempt = $2
            """;

    private static final String REPLACE =
            """
            UPDATE proposals
            SET outcome = $3, reason = $4, proposed_at = $6, reference = $7
            WHERE payout_id = $1 AND attempt = $2 AND operator = $5
            """;

    private final DatabaseClient database;

    R2dbcProposals(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Proposal> stand(PayoutId payout, int attempt, Proposal proposal) {
        return bound(STAND, payout, attempt, proposal)
                .then()
                .then(
                        database.sql(READ)
                                .bind(0, payout.value())
                                .bind(1, attempt)
                                .map(R2dbcProposals::proposal)
                                .one());
    }

    @Override
    public Mono<Void> replace(PayoutId payout, int attempt, Proposal proposal) {
        return bound(REPLACE, payout, attempt, proposal).then();
    }

    private GenericExecuteSpec bound(String sql, PayoutId payout, int attempt, Proposal proposal) {
        GenericExecuteSpec statement =
                database.sql(sql)
                        .bind(0, payout.value())
                        .bind(1, attempt)
                        .bind(2, proposal.outcome().name())
                        .bind(3, proposal.reason())
                        .bind(4, proposal.operator())
                        .bind(5, proposal.proposedAt());
        String reference = proposal.reference();
        return reference == null
                ? statement.bindNull(6, String.class)
                : statement.bind(6, reference);
    }

    private static Proposal proposal(Readable row) {
        return new Proposal(
                Proposal.Outcome.valueOf(text(row, "outcome")),
                row.get("reference", String.class),
                text(row, "reason"),
                text(row, "operator"),
                Objects.requireNonNull(row.get("proposed_at", Instant.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }
}
