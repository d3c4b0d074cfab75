package io.sluice.verification.simulation.service;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.verification.simulation.world.Host;
import io.sluice.withdrawal.application.Operations;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Management;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.OperationRefusal;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was asked of the ledger, as the contract of {@link Operations} says that it is kept. */
public final class OperationTable {

    /**
     * @param outcome the ledger's no; null: none is known
     */
    public record Row(WithdrawalId withdrawalId, boolean cancels, @Nullable String outcome) {}

    private final Map<EventId, Row> rows = new LinkedHashMap<>();
    private final Map<String, Operations.Taken> byRequest = new HashMap<>();
    private final Set<String> orders = new HashSet<>();

    public Collection<Row> all() {
        return rows.values();
    }

    /** First of all that a transaction writes: it may fail. */
    void insert(EventId id, WithdrawalId withdrawalId, boolean cancels) {
        if (rows.putIfAbsent(id, new Row(withdrawalId, cancels, null)) != null) {
            throw new IllegalStateException("operation_has_an_id: " + id);
        }
    }

    void answer(List<Withdrawals.Answered> answered) {
        for (Withdrawals.Answered each : answered) {
            rows.computeIfPresent(
                    each.asked(),
                    (_, row) ->
                            row.outcome() == null
                                    ? new Row(row.withdrawalId(), row.cancels(), each.reason())
                                    : row);
        }
    }

    /** As one instance reaches it. */
    Operations seenFrom(Host host, ApiTables tables) {
        return new Seen(host, tables);
    }

    private final class Seen implements Operations {

        private final Host host;
        private final ApiTables tables;

        Seen(Host host, ApiTables tables) {
            this.host = host;
            this.tables = tables;
        }

        @Override
        public Mono<Result> ask(
                Application application,
                int number,
                Operation operation,
                String requestHash,
                @Nullable String traceparent,
                Decider decider) {
            return tables.database()
                    .transaction(
                            host,
                            "asking the ledger",
                            () -> asked(application, number, operation, requestHash, decider));
        }

        private Result asked(
                Application application,
                int number,
                Operation operation,
                String requestHash,
                Decider decider) {
            int trace = tables.withdrawals().nextNumber();
            Withdrawal withdrawal = tables.withdrawals().numbered(number);
            if (withdrawal == null || !withdrawal.merchantId().equals(application.merchantId())) {
                return new Result.Refused(OperationRefusal.NOT_FOUND);
            }
            if (!withdrawal.applicationKey().equals(application.applicationKey())) {
                return new Result.Refused(OperationRefusal.OTHER_APPLICATION);
            }
            Taken earlier = byRequest.get(requestHash);
            if (earlier != null) {
                return new Result.Asked(earlier);
            }
            String order =
                    operation instanceof Operation.Split split
                            ? application.applicationKey() + " " + split.orderId()
                            : null;
            if (order != null && orders.contains(order)) {
                return new Result.Refused(OperationRefusal.ORDER_ID_NOT_UNIQUE);
            }
            boolean underReview = tables.reviews().isBarred(withdrawal.id());
            return switch (decider.decide(withdrawal, underReview, trace)) {
                case Management.Decision.Refused(OperationRefusal refusal) ->
                        new Result.Refused(refusal);
                case Management.Decision.Asked ask -> {
                    if (order != null) {
                        orders.add(order);
                    }
                    yield write(withdrawal, ask, requestHash);
                }
            };
        }

        private Result write(
                Withdrawal withdrawal, Management.Decision.Asked ask, String requestHash) {
            var payout = ask.payout();
            EventId eventId = EventId.derived(requestHash, ask.event().type());
            Taken taken = new Taken(eventId, withdrawal.id(), payout == null ? null : payout.id());
            insert(eventId, withdrawal.id(), payout == null);
            byRequest.put(requestHash, taken);
            if (payout != null) {
                tables.withdrawals().add(withdrawal.id(), payout);
            }
            tables.outbox()
                    .append(
                            List.of(
                                    new Envelope<>(
                                            eventId,
                                            WithdrawalBodies.SOURCE,
                                            host.clock().instant(),
                                            null,
                                            null,
                                            ask.event())));
            return new Result.Asked(taken);
        }

        @Override
        public Mono<Optional<String>> outcome(EventId eventId) {
            return tables.database()
                    .look(
                            host,
                            "looking for the ledger's answer",
                            () ->
                                    Optional.ofNullable(rows.get(eventId))
                                            .flatMap(row -> Optional.ofNullable(row.outcome())));
        }

        @Override
        public Mono<Withdrawal> byTid(String applicationKey, int tid) {
            return Mono.error(new UnsupportedOperationException("nobody looks by number here"));
        }

        @Override
        public Mono<Withdrawal> byOrder(String applicationKey, String orderId) {
            return Mono.error(new UnsupportedOperationException("nobody looks by order here"));
        }
    }
}
