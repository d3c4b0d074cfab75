package io.sluice.ledger.adapter.persistence;

import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.application.ResolveQuarantine.Approvals;
import io.sluice.ledger.application.ResolveQuarantine.Standing;
import io.sluice.ledger.domain.QuarantineId;

import reactor.core.publisher.Mono;

import java.util.Arrays;
import java.util.UUID;

final class R2dbcApprovals implements Approvals {

    private static final String APPROVE =
            """
            INSERT INTO quarantine_approval (quarantine_id, operator, resolution)
            SELECT quarantine_id, $2, $3 FROM quarantine WHERE quarantine_id = $1
            ON CONFLICT ON CONSTRAINT quarantine_approval_is_given_once DO NOTHING
            RETURNING operator
            """;

    private static final String STANDING =
            """
            SELECT q.withdrawal_id, q.resolved_at IS NOT NULL AS resolved,
                   ARRAY(SELECT a.operator FROM quarantine_approval a
                         WHERE a.quarantine_id = q.quarantine_id
                         ORDER BY a.approved_at, a.operator) AS approved_by
            FROM quarantine q
            WHERE q.quarantine_id = $1
            """;

    private static final String IS_RESOLVED =
            "SELECT resolved_at IS NOT NULL AS resolved FROM quarantine WHERE quarantine_id = $1";

    private final Reads reads;

    R2dbcApprovals(Reads reads) {
        this.reads = reads;
    }

    /** Two statements: a crash between them loses no approval, and the repeat goes on from it. */
    @Override
    public Mono<Standing> approve(QuarantineId id, String operator, String resolution) {
        return reads.one(
                        APPROVE,
                        row -> Sql.get(row, "operator", String.class),
                        id.value(),
                        operator,
                        resolution)
                .hasElement()
                .flatMap(isNew -> standing(id, isNew));
    }

    private Mono<Standing> standing(QuarantineId id, boolean isNew) {
        return reads.one(
                STANDING,
                row ->
                        new Standing(
                                new WithdrawalId(Sql.get(row, "withdrawal_id", UUID.class)),
                                Sql.get(row, "resolved", Boolean.class),
                                isNew,
                                Arrays.asList(Sql.get(row, "approved_by", String[].class))),
                id.value());
    }

    @Override
    public Mono<Boolean> isResolved(QuarantineId id) {
        return reads.one(IS_RESOLVED, row -> Sql.get(row, "resolved", Boolean.class), id.value());
    }
}
