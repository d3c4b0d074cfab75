package io.sluice.withdrawal.application;

import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Management;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.OperationRefusal;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.Optional;

/** Operations of partners' agents, durable. */
public interface Operations {

    /**
     * An operation that was asked of the ledger, now or by the same request before.
     *
     * @param payoutId what it ordered; null for a cancellation
     */
    record Taken(EventId eventId, WithdrawalId withdrawalId, @Nullable PayoutId payoutId) {}

    /** Refused, or taken. */
    sealed interface Result {

        record Refused(OperationRefusal refusal) implements Result {}

        record Asked(Taken taken) implements Result {}
    }

    /** Decides with the withdrawal, and whether operators must approve it and have not. */
    interface Decider {
        Management.Decision decide(Withdrawal withdrawal, boolean underReview, int trace);
    }

    /**
     * One commit under the withdrawal's row lock: the operation, its payout, its order id, and the
     * event for the ledger. The same request again is answered with what the first one asked.
     *
     * @param requestHash of the signed bytes
     */
    Mono<Result> ask(
            Application application,
            int number,
            Operation operation,
            String requestHash,
            @Nullable String traceparent,
            Decider decider);

    /** What the ledger answered where no payout tells: a refusal's reason; empty: not yet. */
    Mono<Optional<String>> outcome(EventId eventId);

    /** A withdrawal by its number or by that of a child. */
    Mono<Withdrawal> byTid(String applicationKey, int tid);

    /** The withdrawal of a split's order, or that with this reference number. */
    Mono<Withdrawal> byOrder(String applicationKey, String orderId);
}
