package io.sluice.ledger.adapter.persistence;

import io.sluice.ledger.application.SubmittedPayouts.Submission;
import io.sluice.ledger.application.SubmittedPayouts.Submissions;

import reactor.core.publisher.Mono;

import java.util.List;

final class R2dbcSubmissions implements Submissions {

    private static final String KEEP =
            """
            WITH kept AS (
              INSERT INTO submission (provider, reference, payout_id, withdrawal_id, attempt,
                                      submitted_at)
              SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::integer[],
                                   $6::timestamptz[])
              ON CONFLICT DO NOTHING)
            SELECT 1 AS done
            """;

    private final Reads reads;

    R2dbcSubmissions(Reads reads) {
        this.reads = reads;
    }

    @Override
    public Mono<Void> keep(List<Submission> submitted) {
        Columns<Submission> rows = Columns.of(submitted);
        return reads.one(
                        KEEP,
                        row -> Sql.get(row, "done", Integer.class),
                        rows.texts(row -> row.order().provider()),
                        rows.texts(row -> row.order().providerReference()),
                        rows.uuids(row -> row.order().payoutId().value()),
                        rows.uuids(row -> row.order().withdrawalId().value()),
                        rows.integers(row -> row.order().attempt()),
                        rows.times(Submission::at))
                .then();
    }
}
