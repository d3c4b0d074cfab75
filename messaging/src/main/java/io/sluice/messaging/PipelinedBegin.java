package io.sluice.messaging;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.ConnectionMetadata;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;

import org.reactivestreams.Publisher;
import org.springframework.boot.r2dbc.ConnectionFactoryDecorator;

import reactor.core.publisher.Mono;

import java.time.Duration;

/**
 * A transaction's first statement leaves right behind its BEGIN, without waiting for the answer to
 * it: one trip to the database less for each transaction.
 *
 * <p>PostgreSQL takes pipelined messages in their order (its manual, "Pipelining"), and the driver
 * sends what waits as soon as a simple query, which BEGIN is, has been written. A BEGIN that is
 * refused fails the commit; it is refused only where nothing can be written either: by a connection
 * that is lost or a server in recovery.
 */
final class PipelinedBegin implements ConnectionFactoryDecorator {

    @Override
    public ConnectionFactory decorate(ConnectionFactory factory) {
        return new Connections(factory);
    }

    private record Connections(ConnectionFactory inner)
            implements ConnectionFactory, Wrapped<ConnectionFactory> {

        @Override
        public Publisher<? extends Connection> create() {
            return Mono.from(inner.create()).map(Pipelined::new);
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return inner.getMetadata();
        }

        @Override
        public ConnectionFactory unwrap() {
            return inner;
        }
    }

    /** Like any connection for one user at a time. */
    static final class Pipelined implements Connection, Wrapped<Connection> {

        private final Connection inner;
        private volatile Mono<Void> begun = Mono.empty();

        Pipelined(Connection inner) {
            this.inner = inner;
        }

        @Override
        public Publisher<Void> beginTransaction() {
            return begin(inner.beginTransaction());
        }

        @Override
        public Publisher<Void> beginTransaction(TransactionDefinition definition) {
            return begin(inner.beginTransaction(definition));
        }

        private Mono<Void> begin(Publisher<Void> begin) {
            return Mono.fromRunnable(
                    () -> {
                        Mono<Void> answer = Mono.from(begin).cache();
                        begun = answer;
                        answer.onErrorComplete().subscribe();
                    });
        }

        @Override
        public Publisher<Void> commitTransaction() {
            return Mono.defer(() -> begun.then(Mono.from(inner.commitTransaction())));
        }

        @Override
        public Publisher<Void> rollbackTransaction() {
            return Mono.defer(
                    () -> begun.onErrorComplete().then(Mono.from(inner.rollbackTransaction())));
        }

        @Override
        public Publisher<Void> close() {
            return inner.close();
        }

        @Override
        public Batch createBatch() {
            return inner.createBatch();
        }

        @Override
        public Publisher<Void> createSavepoint(String name) {
            return inner.createSavepoint(name);
        }

        @Override
        public Statement createStatement(String sql) {
            return inner.createStatement(sql);
        }

        @Override
        public boolean isAutoCommit() {
            return inner.isAutoCommit();
        }

        @Override
        public ConnectionMetadata getMetadata() {
            return inner.getMetadata();
        }

        @Override
        public IsolationLevel getTransactionIsolationLevel() {
            return inner.getTransactionIsolationLevel();
        }

        @Override
        public Publisher<Void> releaseSavepoint(String name) {
            return inner.releaseSavepoint(name);
        }

        @Override
        public Publisher<Void> rollbackTransactionToSavepoint(String name) {
            return inner.rollbackTransactionToSavepoint(name);
        }

        @Override
        public Publisher<Void> setAutoCommit(boolean autoCommit) {
            return inner.setAutoCommit(autoCommit);
        }

        @Override
        public Publisher<Void> setLockWaitTimeout(Duration timeout) {
            return inner.setLockWaitTimeout(timeout);
        }

        @Override
        public Publisher<Void> setStatementTimeout(Duration timeout) {
            return inner.setStatementTimeout(timeout);
        }

        @Override
        public Publisher<Void> setTransactionIsolationLevel(IsolationLevel level) {
            return inner.setTransactionIsolationLevel(level);
        }

        @Override
        public Publisher<Boolean> validate(ValidationDepth depth) {
            return inner.validate(depth);
        }

        @Override
        public Connection unwrap() {
            return inner;
        }
    }
}
