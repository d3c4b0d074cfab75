package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.sluice.contracts.EventId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Writes;
import io.sluice.withdrawal.application.Opening;
import io.sluice.withdrawal.application.Reviews.Waiting;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;

/** Reviews, approvals and the audit trail, within the caller's transaction. */
final class ReviewRows {

    private static final int MOST_SHOWN = 500;

    private static final String OPEN =
            """
            INSERT INTO review (withdrawal_id, lapses_at)
            SELECT * FROM unnest(:withdrawal_id::uuid[], :lapses_at::timestamptz[])
            """;

    private final DatabaseClient database;

    ReviewRows(DatabaseClient database) {
        this.database = database;
    }

    /** Those that operators are to look at; nothing for none. */
    static List<Writes.Part> open(List<Opening.Ready> fresh) {
        List<Opening.Ready> opened =
                fresh.stream().filter(each -> each.reviewLapsesAt() != null).toList();
        if (opened.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Rows<>(OPEN, opened)
                        .uuids("withdrawal_id", each -> each.withdrawal().id().value())
                        .instants("lapses_at", Opening.Ready::reviewLapsesAt)
                        .part());
    }

    Mono<List<Waiting>> waiting() {
        return database.sql(
                        "SELECT "
                                + WithdrawalRow.COLUMNS
                                + """
                        , r.lapses_at, ARRAY(
                          SELECT a.operator FROM approval a
                          WHERE a.withdrawal_id = w.withdrawal_id AND a.action = 'approve' ORDER BY a.at
                        ) AS approved_by
                        FROM review r JOIN withdrawal w USING (withdrawal_id)
                        WHERE r.state = 'WAITING' AND w.status = 'PENDING_REVIEW'
                        ORDER BY r.withdrawal_id DESC LIMIT
                        """
                                + MOST_SHOWN)
                .map(
                        (row, _) ->
                                new Waiting(
                                        WithdrawalRow.withdrawal(row),
                                        List.of(value(row, "approved_by", String[].class)),
                                        value(row, "lapses_at", Instant.class)))
                .all()
                .collectList();
    }

    /** Waiting, in time, and of a withdrawal that is still open: its row is locked. */
    Mono<Boolean> isWaiting(WithdrawalId id) {
        return database.sql(
                        """
                        SELECT r.withdrawal_id FROM review r JOIN withdrawal w USING (withdrawal_id)
                        WHERE r.withdrawal_id = :id AND r.state = 'WAITING' AND w.status = 'PENDING_REVIEW'
                        """)
                .bind("id", id.value())
                .fetch()
                .one()
                .hasElement();
    }

    Mono<Void> decide(WithdrawalId id, String state) {
        return database.sql(
                        """
                        UPDATE review SET state = :state, decided_at = now() WHERE withdrawal_id = :id
                        """)
                .bind("state", state)
                .bind("id", id.value())
                .then();
    }

    /** Nothing is left to decide: not asked again whether it has lapsed. */
    Mono<Void> close(WithdrawalId id) {
        return database.sql(
                        """
                        UPDATE review SET state = 'CLOSED', decided_at = now()
                        WHERE withdrawal_id = :id AND state = 'WAITING'
                        """)
                .bind("id", id.value())
                .then();
    }

    /** All who said so by now, or nobody where this operator had said it before. */
    Mono<List<String>> vote(WithdrawalId id, String action, String operator) {
        return database.sql(
                        """
                        INSERT INTO approval (withdrawal_id, action, operator)
                        VALUES (:id, :action, :operator)
                        ON CONFLICT ON CONSTRAINT approval_is_one_per_operator DO NOTHING
                        """)
                .bind("id", id.value())
                .bind("action", action)
                .bind("operator", operator)
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 0 ? Mono.just(List.of()) : operators(id, action));
    }

    private Mono<List<String>> operators(WithdrawalId id, String action) {
        return database.sql(
                        """
                        SELECT operator FROM approval WHERE withdrawal_id = :id AND action = :action
                        ORDER BY at
                        """)
                .bind("id", id.value())
                .bind("action", action)
                .map((row, _) -> value(row, "operator", String.class))
                .all()
                .collectList();
    }

    Mono<Void> clear(WithdrawalId id, String action) {
        return database.sql("DELETE FROM approval WHERE withdrawal_id = :id AND action = :action")
                .bind("id", id.value())
                .bind("action", action)
                .then();
    }

    Mono<Void> operation(EventId eventId, WithdrawalId id, String kind) {
        return database.sql(
                        """
                        INSERT INTO operation (event_id, withdrawal_id, kind) VALUES (:event_id, :id, :kind)
                        """)
                .bind("event_id", eventId.value())
                .bind("id", id.value())
                .bind("kind", kind)
                .then();
    }
}
