package io.sluice.contracts;

import java.time.Instant;

/**
 * A callback whose signature does not cover the status: a hint, which the gateway confirms by a
 * look-up before anything is booked.
 *
 * @param orderId our own reference, echoed by the provider; names payout and attempt
 * @param claimedStatus the provider's word, unverified
 */
public record PayoutStatusClaimed(
        PayoutId payoutId,
        int attempt,
        String provider,
        String providerReference,
        String orderId,
        String claimedStatus,
        Instant receivedAt)
        implements SluiceEvent {

    @Override
    public String topic() {
        return Topics.PAYOUT_CLAIMS;
    }

    @Override
    public String subject() {
        return payoutId.toString();
    }

    @Override
    public int partition(int partitions) {
        return payoutId.slot().partition(partitions);
    }
}
