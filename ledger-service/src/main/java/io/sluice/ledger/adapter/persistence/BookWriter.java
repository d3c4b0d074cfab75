package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Resolution;
import io.sluice.messaging.Writes;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a decision.
 *
 * <p>Few new rows go with the changed ones, in one statement: waiting for the answer to each
 * statement is most of what they cost. Many are copied, with two waits for each table.
 */
final class BookWriter {

    /** The largest number of new rows, of all tables, that are few. */
    static final int FEW = 25;

    private static final String RESOLVE =
            """
            UPDATE quarantine
            SET resolved_at = $2, approved_by = $3, resolution = $4
            WHERE quarantine_id = $1 AND resolved_at IS NULL
            """;

    private final NewRows newRows;
    private final int few;

    BookWriter(StoredOutcomes outcomes, int few) {
        this.newRows = new NewRows(outcomes);
        this.few = few;
    }

    Mono<Void> write(Connection connection, Decision decision) {
        return Flux.concat(rows(connection, decision), resolved(connection, decision.resolutions()))
                .then();
    }

    private Flux<Long> rows(Connection connection, Decision decision) {
        Stream<Writes.Part> changed = ChangedRows.parts(decision);
        return newRows.count(decision) <= few
                ? together(connection, Stream.concat(newRows.insert(decision), changed))
                : Flux.concat(newRows.copy(connection, decision), together(connection, changed));
    }

    private static Flux<Long> together(Connection connection, Stream<Writes.Part> writes) {
        List<Writes.Part> parts = writes.toList();
        return parts.isEmpty()
                ? Flux.empty()
                : Sql.update(connection, Writes.sql(parts), Writes.values(parts).toArray()).flux();
    }

    /** Behind the new rows: what a batch resolves may have come with it. */
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
