package io.sluice.ledger.domain;

import io.sluice.contracts.Totals;

/**
 * A withdrawal as the ledger knows it.
 *
 * @param authorized what of the outstanding amount is out on live payouts
 * @param sequence the number of its last event
 */
public record Withdrawal(
        Terms terms, Totals totals, long authorized, WithdrawalState state, int sequence) {

    public Withdrawal {
        if (authorized < 0 || authorized > totals.outstanding()) {
            throw new IllegalArgumentException(
                    "authorized: " + authorized + " (expected: 0 to " + totals.outstanding() + ")");
        }
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 0)");
        }
    }

    static Withdrawal opened(Terms terms, long amount) {
        return new Withdrawal(
                terms, new Totals(amount, 0, 0, 0, amount), 0, WithdrawalState.OPEN, 0);
    }

    /** Outstanding, and on no live payout: can be ordered, released, or paid late. */
    public long remainder() {
        return totals.outstanding() - authorized;
    }

    boolean isClosed() {
        return switch (state) {
            case OPEN, PROCESSING -> false;
            case CLOSING, SENT, RETURNED, REJECTED, CANCELLED, REFUSED -> true;
        };
    }

    Withdrawal authorize(long amount) {
        return new Withdrawal(terms, totals, Math.addExact(authorized, amount), state, sequence);
    }

    /** A live payout ended: what was not paid on it is no longer out. */
    Withdrawal unauthorize(long amount) {
        return new Withdrawal(terms, totals, authorized - amount, state, sequence);
    }

    Withdrawal settle(long amount) {
        return with(
                new Totals(
                        totals.requested(),
                        totals.settled() + amount,
                        totals.released(),
                        totals.returned(),
                        totals.outstanding() - amount));
    }

    Withdrawal release(long amount) {
        return with(
                new Totals(
                        totals.requested(),
                        totals.settled(),
                        totals.released() + amount,
                        totals.returned(),
                        totals.outstanding() - amount));
    }

    Withdrawal takeBack(long amount) {
        return with(
                new Totals(
                        totals.requested(),
                        totals.settled(),
                        totals.released(),
                        totals.returned() + amount,
                        totals.outstanding()));
    }

    Withdrawal in(WithdrawalState next) {
        return new Withdrawal(terms, totals, authorized, next, sequence);
    }

    Withdrawal numbered() {
        return new Withdrawal(terms, totals, authorized, state, sequence + 1);
    }

    private Withdrawal with(Totals after) {
        return new Withdrawal(terms, after, authorized, state, sequence);
    }
}
