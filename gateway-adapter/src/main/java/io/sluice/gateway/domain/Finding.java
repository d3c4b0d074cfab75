package io.sluice.gateway.domain;

import io.sluice.contracts.FactStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A provider's status in our words.
 *
 * @param paid cumulative totals of the attempt, in minor units
 * @param reasonCode why it failed or came back
 * @param told the provider's own word
 * @param occurredAt when the provider says it happened
 */
public record Finding(
        Effect effect,
        Attempt.Paid paid,
        @Nullable String reasonCode,
        String told,
        Instant occurredAt) {

    /** The canonical effects that every provider's statuses are mapped to. */
    public enum Effect {
        IN_PROGRESS,
        PAID,
        /** Some of it is paid: the rest is asked for again. */
        PART_PAID,
        FAILED,
        CAME_BACK,
        /** The provider itself does not know; taking it back would tell. */
        FAULTED,
        /** A word that we do not know. */
        UNKNOWN
    }

    /** It is there, but whether money moved is not known. */
    boolean leavesDoubt() {
        return effect == Effect.FAULTED || effect == Effect.UNKNOWN;
    }

    /** The fact that the finding states, or null where it states none. */
    @Nullable FactStatus fact() {
        return switch (effect) {
            case PAID, PART_PAID -> FactStatus.SENT;
            case FAILED -> FactStatus.REJECTED;
            case CAME_BACK -> FactStatus.RETURNED;
            case IN_PROGRESS, FAULTED, UNKNOWN -> null;
        };
    }
}
