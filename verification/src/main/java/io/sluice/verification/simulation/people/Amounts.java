package io.sluice.verification.simulation.people;

import io.sluice.sandbox.outcome.Outcome;
import io.sluice.verification.simulation.world.Dice;

import java.util.List;
import java.util.stream.IntStream;

/** Amounts whose last two digits choose what the provider does. */
final class Amounts {

    private static final List<Integer> ENDINGS =
            IntStream.range(0, 100)
                    .filter(ending -> ending == 0 || Outcome.ofAmount(ending) != Outcome.SENT)
                    .boxed()
                    .toList();
    private static final int LARGEST_WHOLE = 40;

    private Amounts() {}

    static long whole(Dice dice) {
        return 100L * dice.between(1, LARGEST_WHOLE) + dice.oneOf(ENDINGS);
    }

    /** Part of a whole; now and then a little more than all of it. */
    static long part(Dice dice, long whole) {
        if (dice.oneIn(8)) {
            return whole + dice.between(1, 100);
        }
        int hundreds = Math.toIntExact(whole / 100);
        return Math.max(1, 100L * dice.below(hundreds) + dice.oneOf(ENDINGS));
    }
}
