package io.sluice.contracts;

import org.jspecify.annotations.Nullable;

import java.util.Currency;

/** What the gateway did. Written by gateway-adapter. */
public sealed interface PayoutEvent extends SluiceEvent {

    WithdrawalId withdrawalId();

    @Override
    default String topic() {
        return Topics.PAYOUTS;
    }

    @Override
    default String subject() {
        return withdrawalId().toString();
    }

    @Override
    default int partition(int partitions) {
        return withdrawalId().slot().partition(partitions);
    }

    /**
     * A provider accepted the attempt under its own reference.
     *
     * @param attempt from 1
     * @param cascadeLevel 0 for the first gateway, one more for each refusal before
     */
    record PayoutSubmitted(
            WithdrawalId withdrawalId,
            PayoutId payoutId,
            int attempt,
            int cascadeLevel,
            String provider,
            String providerReference,
            long amount,
            Currency currency)
            implements PayoutEvent {}

    /** It is not known whether the provider has the attempt: no other one until that is known. */
    record PayoutInDoubt(
            WithdrawalId withdrawalId,
            PayoutId payoutId,
            int attempt,
            int cascadeLevel,
            String provider,
            @Nullable String providerReference,
            long amount,
            Currency currency,
            String reason)
            implements PayoutEvent {}
}
