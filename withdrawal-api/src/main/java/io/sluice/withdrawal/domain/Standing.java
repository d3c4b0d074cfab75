package io.sluice.withdrawal.domain;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Totals;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a withdrawal stands, as far as the ledger's events have told.
 *
 * @param ledgerSequence the last of the ledger's events that is in here
 * @param eventSequence the last partner event's number within the withdrawal
 * @param heldReturns returns, in minor units and in order, of which the partner hears once the
 *     withdrawal as a whole has ended
 */
public record Standing(
        WithdrawalStatus status,
        Totals totals,
        @Nullable String rejectedReason,
        int ledgerSequence,
        int eventSequence,
        List<Long> heldReturns,
        List<Payout> payouts,
        Instant updatedAt) {

    public Standing {
        heldReturns = List.copyOf(heldReturns);
        payouts = List.copyOf(payouts);
    }

    /** Just opened: all of it outstanding, and one event told: that it was created. */
    public static Standing opened(long amount, List<Payout> payouts, Instant now) {
        return new Standing(
                WithdrawalStatus.PENDING_REVIEW,
                new Totals(amount, 0, 0, 0, amount),
                null,
                0,
                1,
                List.of(),
                payouts,
                now);
    }

    /** Whether it ended because its partner gave it up. */
    public boolean isCancelled() {
        return status == WithdrawalStatus.REJECTED && "cancelled".equals(rejectedReason);
    }

    public Optional<Payout> payout(PayoutId id) {
        return payouts.stream().filter(payout -> payout.id().equals(id)).findFirst();
    }

    Standing withPayout(Payout changed) {
        List<Payout> next = new ArrayList<>(payouts);
        next.replaceAll(payout -> payout.id().equals(changed.id()) ? changed : payout);
        return new Standing(
                status,
                totals,
                rejectedReason,
                ledgerSequence,
                eventSequence,
                heldReturns,
                next,
                updatedAt);
    }

    /** As read from where payouts are kept apart. */
    public Standing withPayouts(List<Payout> all) {
        return new Standing(
                status,
                totals,
                rejectedReason,
                ledgerSequence,
                eventSequence,
                heldReturns,
                all,
                updatedAt);
    }

    Standing withStatus(WithdrawalStatus next, @Nullable String reason) {
        return new Standing(
                next,
                totals,
                reason,
                ledgerSequence,
                eventSequence,
                heldReturns,
                payouts,
                updatedAt);
    }

    Standing withHeldReturns(List<Long> held) {
        return new Standing(
                status,
                totals,
                rejectedReason,
                ledgerSequence,
                eventSequence,
                held,
                payouts,
                updatedAt);
    }

    Standing withEventSequence(int sequence) {
        return new Standing(
                status,
                totals,
                rejectedReason,
                ledgerSequence,
                sequence,
                heldReturns,
                payouts,
                updatedAt);
    }

    Standing told(int sequence, Totals newTotals, Instant at) {
        return new Standing(
                status,
                newTotals,
                rejectedReason,
                sequence,
                eventSequence,
                heldReturns,
                payouts,
                at.isBefore(updatedAt) ? updatedAt : at);
    }
}
