package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.Writes;
import io.sluice.withdrawal.application.Operations.Taken;
import io.sluice.withdrawal.application.Withdrawals.Answered;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.Withdrawal;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Operations, their orders and the ledger's answers, within the caller's transaction. */
final class OperationRows {

    private static final String BY_NUMBER =
            """
            SELECT withdrawal_id, application_key, merchant_id, nextval('praxis_number')::integer AS trace
            FROM withdrawal WHERE number = :number
            """;

    private static final String INSERT =
            """
            INSERT INTO operation (event_id, withdrawal_id, kind, payout_id, request_hash)
            VALUES (:event_id, :withdrawal_id, :kind, :payout_id, :request_hash)
            """;

    private static final String CLAIM_ORDER =
            """
            INSERT INTO split_order (application_key, order_id, withdrawal_id, payout_id)
            VALUES (:application_key, :order_id, :withdrawal_id, :payout_id)
            ON CONFLICT ON CONSTRAINT split_order_is_unique_per_application DO NOTHING
            """;

    private static final String ANSWER =
            """
            UPDATE operation o SET outcome = a.reason
            FROM unnest(:event_id::uuid[], :reason::text[]) AS a (event_id, reason)
            WHERE o.event_id = a.event_id AND o.outcome IS NULL
            """;

    /**
     * A withdrawal before its row is locked.
     *
     * @param trace a number for the child that may come of it
     */
    record Found(WithdrawalId id, String applicationKey, String merchantId, int trace) {}

    private final DatabaseClient database;

    OperationRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<Found> found(int number) {
        return database.sql(BY_NUMBER)
                .bind("number", number)
                .map(
                        (row, _) ->
                                new Found(
                                        new WithdrawalId(value(row, "withdrawal_id", UUID.class)),
                                        value(row, "application_key", String.class),
                                        value(row, "merchant_id", String.class),
                                        value(row, "trace", Integer.class)))
                .one();
    }

    /** What the same signed request asked before. */
    Mono<Taken> earlier(String requestHash) {
        return database.sql(
                        """
                        SELECT event_id, withdrawal_id, payout_id FROM operation
                        WHERE request_hash = :request_hash
                        """)
                .bind("request_hash", requestHash)
                .map((row, _) -> taken(row))
                .one();
    }

    private static Taken taken(Readable row) {
        UUID payout = row.get("payout_id", UUID.class);
        return new Taken(
                new EventId(value(row, "event_id", UUID.class)),
                new WithdrawalId(value(row, "withdrawal_id", UUID.class)),
                payout == null ? null : new PayoutId(payout));
    }

    /** Only approvals lift the bar: what was rejected, or has lapsed, is not ordered any more. */
    Mono<Boolean> isUnderReview(WithdrawalId id) {
        return database.sql(
                        "SELECT withdrawal_id FROM review WHERE withdrawal_id = :id AND state <> 'APPROVED'")
                .bind("id", id.value())
                .fetch()
                .one()
                .hasElement();
    }

    Mono<Boolean> isOrderTaken(String applicationKey, String orderId) {
        return database.sql(
                        """
                        SELECT order_id FROM split_order
                        WHERE application_key = :application_key AND order_id = :order_id
                        """)
                .bind("application_key", applicationKey)
                .bind("order_id", orderId)
                .fetch()
                .one()
                .hasElement();
    }

    /** False where another call had it first. */
    Mono<Boolean> claimOrder(Withdrawal withdrawal, String orderId, PayoutId payoutId) {
        return database.sql(CLAIM_ORDER)
                .bind("application_key", withdrawal.applicationKey())
                .bind("order_id", orderId)
                .bind("withdrawal_id", withdrawal.id().value())
                .bind("payout_id", payoutId.value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    Mono<Void> insert(Taken taken, Operation operation, String requestHash) {
        var statement =
                database.sql(INSERT)
                        .bind("event_id", taken.eventId().value())
                        .bind("withdrawal_id", taken.withdrawalId().value())
                        .bind("kind", kind(operation))
                        .bind("request_hash", requestHash);
        PayoutId payout = taken.payoutId();
        return (payout == null
                        ? statement.bindNull("payout_id", UUID.class)
                        : statement.bind("payout_id", payout.value()))
                .then();
    }

    private static String kind(Operation operation) {
        return switch (operation) {
            case Operation.Complete _ -> "COMPLETE";
            case Operation.Split _ -> "SPLIT";
            case Operation.Cancel _ -> "CANCEL";
        };
    }

    /** Nothing for no answers. */
    static List<Writes.Part> answer(List<Answered> answered) {
        if (answered.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Rows<>(ANSWER, answered)
                        .uuids("event_id", each -> each.asked().value())
                        .texts("reason", Answered::reason)
                        .part());
    }

    Mono<Optional<String>> outcome(EventId eventId) {
        return database.sql(
                        "SELECT outcome FROM operation WHERE event_id = :id AND outcome IS NOT NULL")
                .bind("id", eventId.value())
                .map((row, _) -> Optional.of(value(row, "outcome", String.class)))
                .one()
                .defaultIfEmpty(Optional.empty());
    }
}
