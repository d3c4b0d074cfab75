package io.sluice.withdrawal.domain.webhook;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a webhook that failed is tried again.
 *
 * @param pauses after the first attempt, the second, and so on; after the last one it is given up
 */
public record RetrySchedule(List<Duration> pauses) {

    /** A pause is drawn out by up to a tenth, so that what failed together does not return together. */
    private static final long JITTER_PARTS = 10;

    public RetrySchedule {
        pauses = List.copyOf(pauses);
        if (pauses.isEmpty() || pauses.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("pauses: (expected: at least one, none negative)");
        }
    }

    /**
     * The pause after so many attempts; empty when it is to be given up.
     *
     * @param asked what the endpoint asked for (Retry-After); honoured when it is longer
     */
    public Optional<Duration> pauseAfter(
            int attempts, @Nullable Duration asked, RandomGenerator random) {
        if (attempts > pauses.size()) {
            return Optional.empty();
        }
        Duration pause = pauses.get(attempts - 1);
        long spread = pause.toMillis() / JITTER_PARTS;
        Duration drawn = pause.plusMillis(spread == 0 ? 0 : random.nextLong(spread + 1));
        return Optional.of(asked == null || asked.compareTo(drawn) < 0 ? drawn : asked);
    }
}
