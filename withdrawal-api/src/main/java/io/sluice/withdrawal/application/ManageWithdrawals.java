package io.sluice.withdrawal.application;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Slot;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Management;
import io.sluice.withdrawal.domain.Operation;
import io.sluice.withdrawal.domain.OperationRefusal;
import io.sluice.withdrawal.domain.Payout;
import io.sluice.withdrawal.domain.PayoutStatus;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Completes, splits and cancels for partners' agents, and waits a while for what becomes of it. */
public final class ManageWithdrawals {

    /** What became of an operation, as far as it is known. */
    public sealed interface Outcome {

        record Refused(OperationRefusal refusal) implements Outcome {}

        /** The ledger refused it. */
        record Declined(String reason) implements Outcome {}

        /** Its payout: final, or still under way. */
        record Ordered(Withdrawal withdrawal, Payout payout) implements Outcome {}

        /** The cancellation took place. */
        record Cancelled(Withdrawal withdrawal) implements Outcome {}

        /** The cancellation is not decided yet. */
        record Pending(Withdrawal withdrawal) implements Outcome {}
    }

    private final Operations operations;
    private final Withdrawals withdrawals;
    private final ChangeFeed changes;
    private final Clock clock;
    private final RandomGenerator random;
    private final Duration longest;

    public ManageWithdrawals(
            Operations operations,
            Withdrawals withdrawals,
            ChangeFeed changes,
            Clock clock,
            RandomGenerator random,
            Duration longest) {
        this.operations = operations;
        this.withdrawals = withdrawals;
        this.changes = changes;
        this.clock = clock;
        this.random = random;
        this.longest = longest;
    }

    /** Durable once it answers; what is not known in time is told by a look-up later. */
    public Mono<Outcome> manage(
            Application application,
            int number,
            Operation operation,
            String requestHash,
            @Nullable String traceparent) {
        return operations
                .ask(
                        application,
                        number,
                        operation,
                        requestHash,
                        traceparent,
                        (withdrawal, underReview, trace) ->
                                Management.decide(
                                        withdrawal,
                                        application,
                                        underReview,
                                        operation,
                                        minted(withdrawal.id().slot(), trace)))
                .flatMap(
                        result ->
                                switch (result) {
                                    case Operations.Result.Refused(OperationRefusal refusal) ->
                                            Mono.just(new Outcome.Refused(refusal));
                                    case Operations.Result.Asked(Operations.Taken taken) ->
                                            await(application, taken);
                                });
    }

    private Management.Minted minted(Slot slot, int trace) {
        return new Management.Minted(PayoutId.mint(slot, clock.instant(), random), trace);
    }

    private Mono<Outcome> await(Application application, Operations.Taken taken) {
        Mono<Withdrawal> read =
                withdrawals.find(application.applicationKey(), taken.withdrawalId());
        if (taken.payoutId() == null) {
            return changes.await(
                    taken.withdrawalId(),
                    Mono.zip(
                            read,
                            operations.outcome(taken.eventId()),
                            ManageWithdrawals::cancelled),
                    outcome -> !(outcome instanceof Outcome.Pending),
                    longest);
        }
        PayoutId payoutId = Objects.requireNonNull(taken.payoutId());
        return changes.await(
                taken.withdrawalId(),
                read.map(withdrawal -> ordered(withdrawal, payoutId)),
                outcome ->
                        !(outcome instanceof Outcome.Ordered ordered)
                                || ordered.payout().status().isFinal(),
                longest);
    }

    private static Outcome ordered(Withdrawal withdrawal, PayoutId payoutId) {
        Payout payout = withdrawal.standing().payout(payoutId).orElseThrow();
        return payout.status() == PayoutStatus.DECLINED
                ? new Outcome.Declined(
                        payout.reasonCode() == null ? "declined" : payout.reasonCode())
                : new Outcome.Ordered(withdrawal, payout);
    }

    /** An end for another reason is no cancellation: the ledger's no is on its way. */
    private static Outcome cancelled(Withdrawal withdrawal, Optional<String> declined) {
        if (declined.isPresent()) {
            return new Outcome.Declined(declined.get());
        }
        return withdrawal.standing().isCancelled()
                ? new Outcome.Cancelled(withdrawal)
                : new Outcome.Pending(withdrawal);
    }
}
