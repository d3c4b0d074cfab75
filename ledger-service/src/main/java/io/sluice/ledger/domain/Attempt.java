package io.sluice.ledger.domain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What is booked of one attempt: the cumulative totals of its facts.
 *
 * @param sent settled and suspended together
 * @param settled what of it counts for the withdrawal
 * @param sentAt when the booked sent total was first said to have happened
 * @param returnedAt the same for the returned total
 * @param settledBy the last transfer that settled, to which returns are linked
 */
public record Attempt(
        AttemptKey key,
        String provider,
        long sent,
        long settled,
        long returned,
        long fee,
        @Nullable Instant sentAt,
        @Nullable Instant returnedAt,
        @Nullable TransferId settledBy) {

    public Attempt {
        if (settled < 0 || settled > sent) {
            throw new IllegalArgumentException(
                    "settled: " + settled + " (expected: 0 to " + sent + ")");
        }
        if (returned < 0 || returned > sent) {
            throw new IllegalArgumentException(
                    "returned: " + returned + " (expected: 0 to " + sent + ")");
        }
        if (fee < 0) {
            throw new IllegalArgumentException("fee: " + fee + " (expected: >= 0)");
        }
    }

    static Attempt heardOf(AttemptKey key, String provider) {
        return new Attempt(key, provider, 0, 0, 0, 0, null, null, null);
    }

    Attempt settle(long amount, TransferId by) {
        return new Attempt(
                key,
                provider,
                Math.addExact(sent, amount),
                settled + amount,
                returned,
                fee,
                sentAt,
                returnedAt,
                by);
    }

    Attempt suspend(long amount) {
        return new Attempt(
                key,
                provider,
                Math.addExact(sent, amount),
                settled,
                returned,
                fee,
                sentAt,
                returnedAt,
                settledBy);
    }

    Attempt takeBack(long amount) {
        return new Attempt(
                key,
                provider,
                sent,
                settled,
                Math.addExact(returned, amount),
                fee,
                sentAt,
                returnedAt,
                settledBy);
    }

    Attempt charge(long amount) {
        return new Attempt(
                key,
                provider,
                sent,
                settled,
                returned,
                Math.addExact(fee, amount),
                sentAt,
                returnedAt,
                settledBy);
    }

    Attempt said(@Nullable Instant newSentAt, @Nullable Instant newReturnedAt) {
        return new Attempt(
                key, provider, sent, settled, returned, fee, newSentAt, newReturnedAt, settledBy);
    }
}
