package io.sluice.gateway.adapter.persistence;

import io.sluice.gateway.application.StatementTurns;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;

final class R2dbcStatementTurns implements StatementTurns {

    private static final String TAKE = "UPDATE statement_turns SET due_at = $2 WHERE due_at <= $1";

    private final DatabaseClient database;

    R2dbcStatementTurns(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Boolean> take(Instant now, Instant next) {
        return database.sql(TAKE)
                .bind(0, now)
                .bind(1, next)
                .fetch()
                .rowsUpdated()
                .map(taken -> taken == 1);
    }
}
