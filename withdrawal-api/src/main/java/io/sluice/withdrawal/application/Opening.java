package io.sluice.withdrawal.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.PartnerEvent;
import io.sluice.withdrawal.domain.Withdrawal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.function.Function;

/**
 * A withdrawal about to be written.
 *
 * @param requestHash SHA-256, hex, of what was asked, to know the same request again
 * @param numbered gives the rest once the numbers are drawn: pure
 */
public record Opening(
        IdempotencyKey key,
        String requestHash,
        Application application,
        Function<Numbers, Ready> numbered) {

    /** Drawn from sequences: gaps are harmless. */
    public record Numbers(long reference, int request, int trace) {}

    /**
     * All that one commit writes for it.
     *
     * @param reviewLapsesAt until when operators look at it; null: they do not
     */
    public record Ready(
            Withdrawal withdrawal,
            StoredAnswer answer,
            PublishedEvent created,
            Envelope<WithdrawalEvent.WithdrawalRequested> requested,
            @Nullable Instant reviewLapsesAt) {}

    /**
     * A partner event with its body, as every attempt sends it.
     *
     * @param deliver whether the partner's endpoint is to hear of it
     * @param notice its form for a Praxis-style partner
     * @param traceparent what it belongs to: W3C trace context
     */
    public record PublishedEvent(
            Withdrawal withdrawal,
            PartnerEvent event,
            String body,
            boolean deliver,
            @Nullable Notice notice,
            @Nullable String traceparent) {}

    /**
     * A Praxis notification without its time.
     *
     * @param signed what its signature covers after the time, joined
     */
    public record Notice(String body, String signed) {}
}
