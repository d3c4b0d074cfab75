package io.sluice.ledger.domain;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;

/**
 * A payout as the ledger knows it, in minor units of the withdrawal's currency.
 *
 * @param ordered what may be paid
 * @param settled what was paid, as far as it counts for the withdrawal
 * @param returned what came back to the wallet
 * @param suspended what suspense paid for it: more than ordered, too late, or twice
 * @param suspenseReturned what came back to suspense
 * @param firstSent the attempt that was sent first, which settles; 0 while none was
 * @param lastAttempt the highest attempt that was heard of; 0 while none was
 */
public record Payout(
        PayoutId id,
        WithdrawalId withdrawalId,
        long ordered,
        long settled,
        long returned,
        long suspended,
        long suspenseReturned,
        PayoutState state,
        int firstSent,
        int lastAttempt) {

    public Payout {
        if (ordered <= 0) {
            throw new IllegalArgumentException("ordered: " + ordered + " (expected: > 0)");
        }
        check("settled", settled, ordered);
        check("returned", returned, settled);
        check("suspended", suspended, Long.MAX_VALUE);
        check("suspenseReturned", suspenseReturned, suspended);
    }

    static Payout authorized(PayoutId id, WithdrawalId withdrawalId, long amount) {
        return new Payout(id, withdrawalId, amount, 0, 0, 0, 0, PayoutState.AUTHORIZED, 0, 0);
    }

    /** Ordered and not paid. */
    long unpaid() {
        return ordered - settled;
    }

    Payout heardOf(int attempt) {
        return attempt <= lastAttempt
                ? this
                : new Payout(
                        id,
                        withdrawalId,
                        ordered,
                        settled,
                        returned,
                        suspended,
                        suspenseReturned,
                        state,
                        firstSent,
                        attempt);
    }

    Payout sentFirst(int attempt) {
        return new Payout(
                id,
                withdrawalId,
                ordered,
                settled,
                returned,
                suspended,
                suspenseReturned,
                state,
                attempt,
                lastAttempt);
    }

    Payout settle(long amount) {
        return booked(Math.addExact(settled, amount), returned, suspended, suspenseReturned);
    }

    Payout takeBack(long amount) {
        return booked(settled, Math.addExact(returned, amount), suspended, suspenseReturned);
    }

    Payout suspend(long amount) {
        return booked(settled, returned, Math.addExact(suspended, amount), suspenseReturned);
    }

    Payout takeBackToSuspense(long amount) {
        return booked(settled, returned, suspended, Math.addExact(suspenseReturned, amount));
    }

    Payout in(PayoutState next) {
        return new Payout(
                id,
                withdrawalId,
                ordered,
                settled,
                returned,
                suspended,
                suspenseReturned,
                next,
                firstSent,
                lastAttempt);
    }

    private Payout booked(
            long newSettled, long newReturned, long newSuspended, long newSuspenseReturned) {
        return new Payout(
                id,
                withdrawalId,
                ordered,
                newSettled,
                newReturned,
                newSuspended,
                newSuspenseReturned,
                state,
                firstSent,
                lastAttempt);
    }

    private static void check(String field, long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(
                    field + ": " + value + " (expected: 0 to " + most + ")");
        }
    }
}
