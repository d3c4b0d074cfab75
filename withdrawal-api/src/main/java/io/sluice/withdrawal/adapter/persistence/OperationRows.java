package io.sluice.withdrawal.adapter.persistence;

import io.sluice.withdrawal.application.Withdrawals.Answered;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.List;

/** The ledger's answers to operations, within the caller's transaction. */
final class OperationRows {

    private static final String ANSWER =
            """
            UPDATE operation o SET outcome = a.reason
            FROM unnest(:event_id::uuid[], :reason::text[]) AS a (event_id, reason)
            WHERE o.event_id = a.event_id AND o.outcome IS NULL
            """;

    private final DatabaseClient database;

    OperationRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> answer(List<Answered> answered) {
        if (answered.isEmpty()) {
            return Mono.empty();
        }
        return new Rows<>(database.sql(ANSWER), answered)
                .uuids("event_id", each -> each.asked().value())
                .texts("reason", Answered::reason)
                .statement()
                .then();
    }
}
