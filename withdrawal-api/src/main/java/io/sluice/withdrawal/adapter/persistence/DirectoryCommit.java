package io.sluice.withdrawal.adapter.persistence;

import io.sluice.withdrawal.adapter.Detached;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

/**
 * Commits a change of what the directory holds: raises its version, which every instance watches,
 * and reads it again here before the caller hears of the change.
 */
final class DirectoryCommit {

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final CachedDirectory directory;

    DirectoryCommit(
            DatabaseClient database, TransactionalOperator transaction, CachedDirectory directory) {
        this.database = database;
        this.transaction = transaction;
        this.directory = directory;
    }

    <T> Mono<T> run(Mono<T> change) {
        return Detached.run(
                transaction
                        .transactional(change.flatMap(result -> raise(database).thenReturn(result)))
                        .flatMap(result -> directory.reload().thenReturn(result)));
    }

    static Mono<Void> raise(DatabaseClient database) {
        return database.sql("SELECT nextval('directory_version')").then();
    }
}
