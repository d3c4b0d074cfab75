package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.r2dbc.spi.Readable;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.outbox.Outbox;
import io.sluice.withdrawal.application.Operations;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Management;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.OperationRefusal;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Operations in PostgreSQL: each under its withdrawal's row lock. */
final class R2dbcOperations implements Operations {

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

    private static final String BY_TID =
            "SELECT "
                    + WithdrawalRow.COLUMNS
                    + """
                    FROM withdrawal WHERE application_key = :application_key AND (number = :tid
                      OR withdrawal_id IN (SELECT withdrawal_id FROM payout WHERE tid = :tid))
                    """;

    private static final String BY_ORDER =
            "SELECT "
                    + WithdrawalRow.COLUMNS
                    + """
                    FROM withdrawal WHERE application_key = :application_key AND (reference_no = :order_id
                      OR withdrawal_id IN (
                        SELECT withdrawal_id FROM split_order
                        WHERE application_key = :application_key AND order_id = :order_id))
                    """;

    private record Found(WithdrawalId id, String applicationKey, String merchantId, int trace) {}

    private record Asked(Result result, List<Envelope<?>> events) {

        static Asked refused(OperationRefusal refusal) {
            return new Asked(new Result.Refused(refusal), List.of());
        }
    }

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Outbox outbox;
    private final StandingRows standings;
    private final Clock clock;

    R2dbcOperations(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.outbox = outbox;
        this.standings = new StandingRows(database);
        this.clock = clock;
    }

    @Override
    public Mono<Result> ask(
            Application application,
            int number,
            Operation operation,
            String requestHash,
            @Nullable String traceparent,
            Decider decider) {
        return transaction
                .transactional(
                        found(number)
                                .flatMap(
                                        found ->
                                                asked(
                                                        application,
                                                        found,
                                                        operation,
                                                        requestHash,
                                                        traceparent,
                                                        decider))
                                .defaultIfEmpty(Asked.refused(OperationRefusal.NOT_FOUND)))
                .doOnNext(asked -> outbox.wake(asked.events()))
                .map(Asked::result);
    }

    private Mono<Found> found(int number) {
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

    private Mono<Asked> asked(
            Application application,
            Found found,
            Operation operation,
            String requestHash,
            @Nullable String traceparent,
            Decider decider) {
        if (!found.merchantId().equals(application.merchantId())) {
            return Mono.just(Asked.refused(OperationRefusal.NOT_FOUND));
        }
        if (!found.applicationKey().equals(application.applicationKey())) {
            return Mono.just(Asked.refused(OperationRefusal.OTHER_APPLICATION));
        }
        return standings
                .lock(List.of(found.id()))
                .map(locked -> locked.values().iterator().next())
                .flatMap(
                        withdrawal ->
                                earlier(requestHash)
                                        .map(taken -> new Asked(new Result.Asked(taken), List.of()))
                                        .switchIfEmpty(
                                                Mono.defer(
                                                        () ->
                                                                fresh(
                                                                        withdrawal,
                                                                        found.trace(),
                                                                        operation,
                                                                        requestHash,
                                                                        traceparent,
                                                                        decider))));
    }

    private Mono<Taken> earlier(String requestHash) {
        return database.sql("SELECT * FROM operation WHERE request_hash = :request_hash")
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

    private Mono<Asked> fresh(
            Withdrawal withdrawal,
            int trace,
            Operation operation,
            String requestHash,
            @Nullable String traceparent,
            Decider decider) {
        return underReview(withdrawal.id())
                .map(underReview -> decider.decide(withdrawal, underReview, trace))
                .flatMap(
                        decision ->
                                switch (decision) {
                                    case Management.Decision.Refused(OperationRefusal refusal) ->
                                            Mono.just(Asked.refused(refusal));
                                    case Management.Decision.Asked ask ->
                                            write(
                                                    withdrawal,
                                                    operation,
                                                    requestHash,
                                                    traceparent,
                                                    ask);
                                });
    }

    private Mono<Boolean> underReview(WithdrawalId id) {
        return database.sql(
                        "SELECT withdrawal_id FROM review WHERE withdrawal_id = :id AND state = 'WAITING'")
                .bind("id", id.value())
                .fetch()
                .first()
                .hasElement();
    }

    private Mono<Asked> write(
            Withdrawal withdrawal,
            Operation operation,
            String requestHash,
            @Nullable String traceparent,
            Management.Decision.Asked ask) {
        EventId eventId = EventId.derived(requestHash, ask.event().type());
        Payout payout = ask.payout();
        Envelope<?> envelope =
                new Envelope<>(
                        eventId,
                        WithdrawalBodies.SOURCE,
                        clock.instant(),
                        null,
                        traceparent,
                        ask.event());
        Mono<Boolean> claimed =
                operation instanceof Operation.Split split && payout != null
                        ? claimOrder(withdrawal, split.orderId(), payout.id())
                        : Mono.just(true);
        Taken taken = new Taken(eventId, withdrawal.id(), payout == null ? null : payout.id());
        return claimed.flatMap(
                isFirst ->
                        isFirst
                                ? insert(taken, kind(operation), requestHash)
                                        .then(
                                                payout == null
                                                        ? Mono.empty()
                                                        : standings.upsert(
                                                                List.of(
                                                                        new WithdrawalRow.PartOf(
                                                                                withdrawal.id(),
                                                                                payout))))
                                        .then(outbox.append(List.of(envelope)))
                                        .thenReturn(
                                                new Asked(
                                                        new Result.Asked(taken), List.of(envelope)))
                                : Mono.just(Asked.refused(OperationRefusal.ORDER_ID_NOT_UNIQUE)));
    }

    private Mono<Boolean> claimOrder(Withdrawal withdrawal, String orderId, PayoutId payoutId) {
        return database.sql(CLAIM_ORDER)
                .bind("application_key", withdrawal.applicationKey())
                .bind("order_id", orderId)
                .bind("withdrawal_id", withdrawal.id().value())
                .bind("payout_id", payoutId.value())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private Mono<Void> insert(Taken taken, String kind, String requestHash) {
        var statement =
                database.sql(INSERT)
                        .bind("event_id", taken.eventId().value())
                        .bind("withdrawal_id", taken.withdrawalId().value())
                        .bind("kind", kind)
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

    @Override
    public Mono<Optional<String>> outcome(EventId eventId) {
        return database.sql(
                        "SELECT outcome FROM operation WHERE event_id = :id AND outcome IS NOT NULL")
                .bind("id", eventId.value())
                .map((row, _) -> Optional.of(value(row, "outcome", String.class)))
                .one()
                .defaultIfEmpty(Optional.empty());
    }

    @Override
    public Mono<Withdrawal> byTid(String applicationKey, int tid) {
        return one(database.sql(BY_TID).bind("application_key", applicationKey).bind("tid", tid));
    }

    @Override
    public Mono<Withdrawal> byOrder(String applicationKey, String orderId) {
        return one(
                database.sql(BY_ORDER)
                        .bind("application_key", applicationKey)
                        .bind("order_id", orderId));
    }

    private Mono<Withdrawal> one(DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .map((row, _) -> WithdrawalRow.withdrawal(row))
                .first()
                .flatMap(found -> standings.withPayouts(List.of(found)))
                .map(List::getFirst);
    }
}
