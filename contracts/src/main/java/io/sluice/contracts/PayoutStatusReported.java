package io.sluice.contracts;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Currency;

/**
 * A confirmed fact about one attempt of a payout. Totals are cumulative for the attempt, in minor
 * units, so that a repeat says nothing new and a lost one is made good by the next.
 *
 * @param isFinal nothing more will be paid on the attempt
 * @param fee cumulative, what the provider kept or charged; never the wallet's
 * @param occurredAt when the provider says it happened
 */
public record PayoutStatusReported(
        WithdrawalId withdrawalId,
        PayoutId payoutId,
        int attempt,
        FactStatus status,
        long sentTotal,
        long returnedTotal,
        Currency currency,
        boolean isFinal,
        long fee,
        String provider,
        @Nullable String providerReference,
        @Nullable String reasonCode,
        Instant occurredAt,
        FactSource source)
        implements SluiceEvent {

    public PayoutStatusReported {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt: " + attempt + " (expected: >= 1)");
        }
        if (sentTotal < 0 || returnedTotal < 0 || fee < 0) {
            throw new IllegalArgumentException(
                    "sentTotal, returnedTotal, fee: negative (expected: >= 0)");
        }
        if (returnedTotal > sentTotal) {
            throw new IllegalArgumentException(
                    "returnedTotal: "
                            + returnedTotal
                            + " (expected: <= sentTotal "
                            + sentTotal
                            + ")");
        }
    }

    @Override
    public String topic() {
        return Topics.PAYOUT_STATUS;
    }

    @Override
    public String subject() {
        return withdrawalId.toString();
    }

    @Override
    public int partition(int partitions) {
        return withdrawalId.slot().partition(partitions);
    }
}
