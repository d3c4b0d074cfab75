package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Resolution;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;

/** Writes a decision: a handful of statements, whatever the size of the batch. */
final class BookWriter {

    private static final String RESOLVE =
            """
            UPDATE quarantine
            SET resolved_at = $2, approved_by = $3, resolution = $4
            WHERE quarantine_id = $1 AND resolved_at IS NULL
            """;

    private final NewRows newRows;

    BookWriter(StoredOutcomes outcomes) {
        this.newRows = new NewRows(outcomes);
    }

    Mono<Void> write(Connection connection, Decision decision) {
        return Flux.concat(
                        newRows.write(connection, decision),
                        ChangedRows.write(connection, decision),
                        resolved(connection, decision.resolutions()))
                .then();
    }

    private static Mono<Long> resolved(Connection connection, List<Resolution> resolutions) {
        return Flux.fromIterable(resolutions)
                .concatMap(
                        resolution ->
                                Sql.update(
                                        connection,
                                        RESOLVE,
                                        resolution.id().value(),
                                        resolution.resolvedAt(),
                                        resolution.approvedBy().toArray(String[]::new),
                                        resolution.text()))
                .reduce(0L, Long::sum);
    }
}
