package io.sluice.ledger.domain;

import io.sluice.contracts.PayoutId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Where our books and a provider's statement differ.
 *
 * @param payoutId null where no payout of ours has the reference
 * @param reference the provider's; null where its statement has none
 * @param expected what our books say; null: nothing
 * @param found what the statement says; null: nothing
 * @param age since the provider, or else our books, say that it happened
 */
public record Break(
        Kind kind,
        @Nullable PayoutId payoutId,
        @Nullable String reference,
        @Nullable String expected,
        @Nullable String found,
        Duration age) {

    /** In what they differ. */
    public enum Kind {
        /** The provider knows of an order, or of money, that our books do not have. */
        MISSING_HERE,
        /** Our books say that it was paid; no statement of the provider does. */
        MISSING_THERE,
        /** Paid or returned, but not as much. */
        AMOUNT,
        /** One says rejected, pending or returned where the other says sent. */
        STATUS,
        /** The same, but booked long after it was paid. */
        LATE
    }
}
