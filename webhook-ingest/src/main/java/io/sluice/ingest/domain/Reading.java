package io.sluice.ingest.domain;

import io.sluice.contracts.PayoutId;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What a verified callback says, in our words. */
public sealed interface Reading {

    /** Names the event at its provider and account: the same key is the same event again. */
    String eventKey();

    /** The provider's own word for what happened. */
    String eventType();

    /** The provider's own reference, where the callback names one. */
    Optional<String> providerReference();

    /** A fact the signature covers; whose attempt it is follows from the provider's reference. */
    record Reported(String eventKey, String eventType, String reference, Report report)
            implements Reading {

        @Override
        public Optional<String> providerReference() {
            return Optional.of(reference);
        }
    }

    /**
     * A status that the signature does not cover: a hint, to be confirmed by a look-up.
     *
     * @param orderId our own reference, echoed; it names payout and attempt
     */
    record Claimed(
            String eventKey,
            String eventType,
            String reference,
            String orderId,
            PayoutId payoutId,
            int attempt,
            String claimedStatus)
            implements Reading {

        public Claimed {
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt: " + attempt + " (expected: >= 1)");
            }
        }

        @Override
        public Optional<String> providerReference() {
            return Optional.of(reference);
        }
    }

    /** Genuine, but nothing we know what to make of: kept for operators, never guessed at. */
    record Unrecognised(String eventKey, String eventType, @Nullable String reference)
            implements Reading {

        @Override
        public Optional<String> providerReference() {
            return Optional.ofNullable(reference);
        }
    }
}
