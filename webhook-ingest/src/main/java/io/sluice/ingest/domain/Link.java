package io.sluice.ingest.domain;

import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

/**
 * Whose attempt a provider's reference names.
 *
 * @param linkedBy the gateway's event that said so
 * @param traceparent that event's trace, which the facts go on
 */
public record Link(
        WithdrawalId withdrawalId,
        PayoutId payoutId,
        int attempt,
        EventId linkedBy,
        @Nullable String traceparent) {

    public Link {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt: " + attempt + " (expected: >= 1)");
        }
    }

    /** True unless the two name different attempts; which event said so does not matter. */
    public boolean agreesWith(Link other) {
        return withdrawalId.equals(other.withdrawalId)
                && payoutId.equals(other.payoutId)
                && attempt == other.attempt;
    }
}
