package io.sluice.withdrawal.adapter.persistence;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.messaging.Writes;
import io.sluice.messaging.outbox.Outbox;
import io.sluice.withdrawal.adapter.Detached;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operations in PostgreSQL: each under its withdrawal's row lock. */
final class R2dbcOperations implements Operations {

    // By ids from an index each: an OR over two tables would read all of an application's rows.
    private static final String BY_TID =
            "SELECT "
                    + WithdrawalRow.COLUMNS
                    + """
                    FROM withdrawal WHERE application_key = :application_key AND withdrawal_id IN (
                      SELECT withdrawal_id FROM withdrawal WHERE number = :tid
                      UNION SELECT withdrawal_id FROM payout WHERE tid = :tid)
                    """;

    // A split's own name comes before a reference number that looks the same.
    private static final String BY_ORDER =
            "SELECT "
                    + WithdrawalRow.COLUMNS
                    + """
                    FROM withdrawal WHERE application_key = :application_key AND withdrawal_id IN (
                      SELECT withdrawal_id FROM withdrawal WHERE reference_no = :order_id
                      UNION SELECT withdrawal_id FROM split_order
                        WHERE application_key = :application_key AND order_id = :order_id)
                    ORDER BY reference_no = :order_id LIMIT 1
                    """;

    private record Asked(Result result, List<Envelope<?>> events) {

        static Asked refused(OperationRefusal refusal) {
            return new Asked(new Result.Refused(refusal), List.of());
        }
    }

    /** One call, with all that decides it. */
    private record Call(
            Application application,
            Operation operation,
            String requestHash,
            @Nullable String traceparent,
            Decider decider) {}

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Outbox outbox;
    private final StandingRows standings;
    private final OperationRows rows;
    private final EventRows events;
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
        this.rows = new OperationRows(database);
        this.events = new EventRows(database);
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
        Call call = new Call(application, operation, requestHash, traceparent, decider);
        return Detached.run(
                transaction
                        .transactional(
                                rows.found(number)
                                        .flatMap(found -> asked(call, found))
                                        .defaultIfEmpty(Asked.refused(OperationRefusal.NOT_FOUND)))
                        .doOnNext(asked -> outbox.wake(asked.events()))
                        .map(Asked::result));
    }

    private Mono<Asked> asked(Call call, OperationRows.Found found) {
        if (!found.merchantId().equals(call.application().merchantId())) {
            return Mono.just(Asked.refused(OperationRefusal.NOT_FOUND));
        }
        if (!found.applicationKey().equals(call.application().applicationKey())) {
            return Mono.just(Asked.refused(OperationRefusal.OTHER_APPLICATION));
        }
        return standings
                .lock(List.of(found.id()))
                .map(locked -> locked.values().iterator().next())
                .flatMap(
                        withdrawal ->
                                rows.earlier(call.requestHash())
                                        .map(taken -> new Asked(new Result.Asked(taken), List.of()))
                                        .switchIfEmpty(fresh(call, withdrawal, found.trace())));
    }

    private Mono<Asked> fresh(Call call, Withdrawal withdrawal, int trace) {
        Mono<Asked> decided =
                rows.isUnderReview(withdrawal.id())
                        .map(underReview -> call.decider().decide(withdrawal, underReview, trace))
                        .flatMap(
                                decision ->
                                        switch (decision) {
                                            case Management.Decision.Refused(
                                                            OperationRefusal refusal) ->
                                                    Mono.just(Asked.refused(refusal));
                                            case Management.Decision.Asked ask ->
                                                    write(call, withdrawal, ask);
                                        });
        return call.operation() instanceof Operation.Split split
                ? rows.isOrderTaken(withdrawal.applicationKey(), split.orderId())
                        .flatMap(taken -> taken ? orderTaken() : decided)
                : decided;
    }

    private static Mono<Asked> orderTaken() {
        return Mono.just(Asked.refused(OperationRefusal.ORDER_ID_NOT_UNIQUE));
    }

    private Mono<Asked> write(Call call, Withdrawal withdrawal, Management.Decision.Asked ask) {
        return events.trace(withdrawal.id())
                .flatMap(trace -> write(call, withdrawal, ask, trace.orElse(call.traceparent())));
    }

    private Mono<Asked> write(
            Call call,
            Withdrawal withdrawal,
            Management.Decision.Asked ask,
            @Nullable String traceparent) {
        Envelope<?> envelope =
                new Envelope<>(
                        EventId.derived(call.requestHash(), ask.event().type()),
                        WithdrawalBodies.SOURCE,
                        clock.instant(),
                        null,
                        traceparent,
                        ask.event());
        Payout payout = ask.payout();
        Mono<Boolean> claimed =
                call.operation() instanceof Operation.Split split && payout != null
                        ? rows.claimOrder(withdrawal, split.orderId(), payout.id())
                        : Mono.just(true);
        Taken taken =
                new Taken(envelope.id(), withdrawal.id(), payout == null ? null : payout.id());
        List<WithdrawalRow.PartOf> parts =
                payout == null
                        ? List.of()
                        : List.of(new WithdrawalRow.PartOf(withdrawal.id(), payout));
        List<Writes.Part> writes = new ArrayList<>(StandingRows.upsert(parts));
        writes.addAll(outbox.parts(List.of(envelope)));
        Mono<Asked> written =
                rows.insert(taken, call.operation(), call.requestHash())
                        .then(Writes.run(database, writes))
                        .thenReturn(new Asked(new Result.Asked(taken), List.of(envelope)));
        return claimed.flatMap(isFirst -> isFirst ? written : orderTaken());
    }

    @Override
    public Mono<Optional<String>> outcome(EventId eventId) {
        return Detached.run(rows.outcome(eventId));
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
        return Detached.run(
                statement
                        .map((row, _) -> WithdrawalRow.withdrawal(row))
                        .one()
                        .flatMap(found -> standings.withPayouts(List.of(found)))
                        .map(List::getFirst));
    }
}
