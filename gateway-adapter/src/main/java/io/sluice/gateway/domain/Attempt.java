package io.sluice.gateway.domain;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One try at one provider, recorded before it is sent.
 *
 * @param number from 1
 * @param cascadeLevel 0 for the first gateway, one more for each refusal before
 * @param key the idempotency key or order id, derived from payout and attempt
 * @param sealedRequest the exact bytes, sealed
 * @param announced a provider's acceptance was published
 * @param arrived the provider said that it knows the key, whatever else it says
 * @param stampedAt the time written into the last request; absence is counted from here
 * @param sends how often it was sent
 */
public record Attempt(
        int number,
        ProviderName provider,
        int cascadeLevel,
        String key,
        String sealedRequest,
        AttemptState state,
        @Nullable String reference,
        boolean announced,
        boolean arrived,
        Instant firstSentAt,
        Instant stampedAt,
        int sends,
        @Nullable String outcome,
        @Nullable String reasonCode,
        Paid paid) {

    /** What the provider has reported so far: cumulative, in minor units. */
    public record Paid(long sentTotal, long returnedTotal, long fee, boolean isFinal) {

        public static final Paid NOTHING = new Paid(0, 0, 0, false);

        public Paid {
            if (sentTotal < 0 || returnedTotal < 0 || returnedTotal > sentTotal || fee < 0) {
                throw new IllegalArgumentException(
                        "paid: sent %d, returned %d, fee %d (expected: 0 <= returned <= sent)"
                                .formatted(sentTotal, returnedTotal, fee));
            }
        }

        Paid grownTo(Paid other) {
            return new Paid(
                    Math.max(sentTotal, other.sentTotal),
                    Math.max(returnedTotal, other.returnedTotal),
                    Math.max(fee, other.fee),
                    isFinal || other.isFinal);
        }
    }

    public Attempt {
        if (number < 1 || cascadeLevel < 0 || cascadeLevel >= number) {
            throw new IllegalArgumentException(
                    "attempt: %d at cascade level %d (expected: 0 <= level < attempt)"
                            .formatted(number, cascadeLevel));
        }
    }

    static Attempt first(int number, ProviderName provider, int level, Prepared prepared) {
        return new Attempt(
                number,
                provider,
                level,
                prepared.key(),
                prepared.sealedRequest(),
                AttemptState.SENDING,
                null,
                false,
                false,
                prepared.stampedAt(),
                prepared.stampedAt(),
                1,
                null,
                null,
                Paid.NOTHING);
    }

    /** The same attempt once more, with the bytes and the time of this send. */
    Attempt resent(Prepared prepared, AttemptState next) {
        return new Attempt(
                number,
                provider,
                cascadeLevel,
                key,
                prepared.sealedRequest(),
                next,
                reference,
                announced,
                arrived,
                firstSentAt,
                prepared.stampedAt(),
                sends + 1,
                outcome,
                reasonCode,
                paid);
    }

    Attempt become(AttemptState next, @Nullable String toldOutcome, @Nullable String code) {
        return new Attempt(
                number,
                provider,
                cascadeLevel,
                key,
                sealedRequest,
                next,
                reference,
                announced,
                arrived,
                firstSentAt,
                stampedAt,
                sends,
                toldOutcome == null ? outcome : toldOutcome,
                code == null ? reasonCode : code,
                paid);
    }

    Attempt known(@Nullable String toldReference, boolean toldArrived) {
        return new Attempt(
                number,
                provider,
                cascadeLevel,
                key,
                sealedRequest,
                state,
                reference == null ? toldReference : reference,
                announced,
                arrived || toldArrived,
                firstSentAt,
                stampedAt,
                sends,
                outcome,
                reasonCode,
                paid);
    }

    Attempt announcedNow() {
        return new Attempt(
                number,
                provider,
                cascadeLevel,
                key,
                sealedRequest,
                state,
                reference,
                true,
                true,
                firstSentAt,
                stampedAt,
                sends,
                outcome,
                reasonCode,
                paid);
    }

    Attempt paidNow(Paid total) {
        return stating(paid.grownTo(total));
    }

    /** With these totals, though they be smaller than those that are known. */
    Attempt stating(Paid total) {
        return new Attempt(
                number,
                provider,
                cascadeLevel,
                key,
                sealedRequest,
                state,
                reference,
                announced,
                arrived,
                firstSentAt,
                stampedAt,
                sends,
                outcome,
                reasonCode,
                total);
    }
}
