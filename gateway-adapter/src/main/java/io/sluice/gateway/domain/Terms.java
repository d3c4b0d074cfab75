package io.sluice.gateway.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * What a provider's contract lets us do.
 *
 * @param doubtRule how a doubt is resolved
 * @param cancels whether an unprocessed payout can be taken back
 */
public record Terms(DoubtRule doubtRule, boolean cancels, Timing timing) {

    /**
     * Whether what may have been sent for the first time then may be sent now: past its window, a
     * repeat could be taken for a new payout.
     */
    boolean maySend(Instant firstSent, Instant now) {
        return switch (doubtRule) {
            case Replay replay -> now.isBefore(firstSent.plus(replay.until()));
            case FindOrder _ -> true;
        };
    }

    /** How a doubt ends. */
    public sealed interface DoubtRule {}

    /**
     * The provider answers a repeat of key and bytes as it answered the first; its lists prove no
     * absence.
     *
     * @param until after the first send; the provider forgets the key some time later
     */
    public record Replay(Duration until) implements DoubtRule {}

    /**
     * The provider finds our own reference.
     *
     * @param absentAfter from here after the last timestamp, absence counts: send again
     * @param absentUntil until here; later, the provider may have forgotten
     */
    public record FindOrder(Duration absentAfter, Duration absentUntil) implements DoubtRule {

        public FindOrder {
            if (absentAfter.compareTo(absentUntil) >= 0) {
                throw new IllegalArgumentException(
                        "absentAfter: %s (expected: below absentUntil %s)"
                                .formatted(absentAfter, absentUntil));
            }
        }
    }

    /**
     * @param expectedWithin a payout without a final word is looked up after this
     * @param doubtPause the first pause between two tries to end a doubt; it doubles
     * @param longestPause pauses grow no further
     * @param operatorAfter a doubt this old is put before an operator
     */
    public record Timing(
            Duration expectedWithin,
            Duration doubtPause,
            Duration longestPause,
            Duration operatorAfter) {

        Instant lookUpAfter(int tries, Instant now) {
            return now.plus(grown(expectedWithin, tries));
        }

        Instant doubtAfter(int tries, Instant now) {
            return now.plus(grown(doubtPause, tries));
        }

        private Duration grown(Duration first, int tries) {
            Duration pause = first.multipliedBy(1L << Math.min(tries, 20));
            Duration longest = longestPause.compareTo(first) < 0 ? first : longestPause;
            return pause.compareTo(longest) < 0 ? pause : longest;
        }
    }
}
