package io.sluice.verification.chaos;

import io.sluice.verification.bench.Options;

import java.time.Duration;

/**
 * What a run is to be like.
 *
 * @param length for how long load and blows come
 * @param rate withdrawals a second
 * @param percent of the providers' answers that misbehave on top of those whose amount asks for it
 * @param pause between blows, on average
 */
record Wish(long seed, Duration length, double rate, long percent, Duration pause) {

    private static final long SEED = 20_261_128;

    static Wish of(Options options) {
        return new Wish(
                options.number("seed", SEED),
                options.has("seconds")
                        ? Duration.ofSeconds(options.number("seconds", 60))
                        : Duration.ofMinutes(options.number("minutes", 3)),
                options.number("rate", 40),
                options.number("percent", 10),
                Duration.ofSeconds(options.number("pause", 8)));
    }
}
