package io.sluice.sandbox.outcome;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * One thing that happens to a payout.
 *
 * @param pause how long after the step before it
 * @param reason the reason code that goes with it, if any
 */
public record Step(Duration pause, Move move, @Nullable String reason) {

    /** What a step does; amounts are of the order. */
    public enum Move {
        APPROVE,
        /** Takes a status that is in no document. */
        HOLD,
        PAY,
        PAY_HALF,
        PAY_ONE_LESS,
        PAY_WITH_FEE,
        REJECT,
        /** Says rejected although the money went. */
        SAY_REJECTED,
        /** Takes it back, without a callback. */
        CORRECT,
        RETURN_HALF,
        RETURN_ALL
    }

    static Step atOnce(Move move) {
        return new Step(Duration.ZERO, move, null);
    }

    static Step atOnce(Move move, String reason) {
        return new Step(Duration.ZERO, move, reason);
    }

    static Step at(long millis, Move move) {
        return new Step(Duration.ofMillis(millis), move, null);
    }

    static Step at(long millis, Move move, String reason) {
        return new Step(Duration.ofMillis(millis), move, reason);
    }
}
