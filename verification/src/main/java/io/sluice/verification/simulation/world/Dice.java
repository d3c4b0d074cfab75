package io.sluice.verification.simulation.world;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All the chance of a history, from its seed. */
public final class Dice implements RandomGenerator {

    private final SplittableRandom random;

    public Dice(long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Dice of their own for a part of the world, so that what it draws disturbs nobody else. */
    public Dice split() {
        return new Dice(random.split());
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    /** Once in so many times; never for 0. */
    public boolean oneIn(int times) {
        return times > 0 && random.nextInt(times) == 0;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both bounds included. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    public <T> T oneOf(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }

    /** In whole milliseconds, below the bound. */
    public Duration upTo(Duration bound) {
        return Duration.ofMillis(random.nextLong(Math.max(1, bound.toMillis())));
    }
}
