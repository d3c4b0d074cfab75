package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Loaded;
import io.sluice.ledger.domain.Reach;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import java.time.Duration;
import java.util.function.Function;

/** The books in PostgreSQL: one transaction for each batch, on one connection. */
final class R2dbcLedgerStore implements LedgerStore {

    private static final String REFERENCE_IS_TAKEN = "wallet_transfer_reference_is_used_once";
    private static final int REFERENCE_RETRIES = 5;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final ConnectionFactory connections;
    private final BookReader reader;
    private final BookWriter writer;

    R2dbcLedgerStore(ConnectionFactory connections, StoredOutcomes outcomes) {
        this(connections, outcomes, BookWriter.FEW);
    }

    R2dbcLedgerStore(ConnectionFactory connections, StoredOutcomes outcomes, int few) {
        this.connections = connections;
        this.reader = new BookReader(outcomes);
        this.writer = new BookWriter(outcomes, few);
    }

    @Override
    public Mono<Decision> commit(Reach reach, Function<Loaded, Decision> decide) {
        return Mono.usingWhen(
                        connections.create(),
                        connection -> transaction(connection, reach, decide),
                        Connection::close)
                .retryWhen(Retry.max(REFERENCE_RETRIES).filter(R2dbcLedgerStore::isReferenceTaken));
    }

    /**
     * A merchant's reference may be used in two partitions at once: the one that comes second
     * decides again, and finds the first.
     */
    private static boolean isReferenceTaken(Throwable failure) {
        return failure instanceof R2dbcDataIntegrityViolationException violation
                && String.valueOf(violation.getMessage()).contains(REFERENCE_IS_TAKEN);
    }

    /**
     * Begun by the driver's own call, not by a statement: only so does the pool know to roll back
     * what a batch that was given up leaves open.
     */
    private Mono<Decision> transaction(
            Connection connection, Reach reach, Function<Loaded, Decision> decide) {
        return Mono.from(connection.beginTransaction())
                .then(reader.load(connection, reach))
                .map(decide)
                .flatMap(
                        decision ->
                                writer.write(connection, decision)
                                        .then(Mono.from(connection.commitTransaction()))
                                        .thenReturn(decision))
                .onErrorResume(
                        failure ->
                                Mono.from(connection.rollbackTransaction())
                                        .timeout(CLOSE_LIMIT)
                                        .onErrorComplete()
                                        .then(Mono.error(failure)));
    }
}
