package io.sluice.sandbox.delivery;

import org.springframework.boot.context.properties.ConfigurationProperties;

import java.time.Duration;

/**
 * Limits of the callbacks' delivery.
 *
 * @param attempts how often a callback is tried before it is dead; at least 1
 * @param firstPause the pause after the first failure; each later one is twice as long
 * @param longestPause where the doubling stops
 */
@ConfigurationProperties("sluice.sandbox.callbacks")
public record CallbackSettings(
        int connections,
        Duration connectTimeout,
        Duration responseTimeout,
        int attempts,
        Duration firstPause,
        Duration longestPause) {

    public CallbackSettings {
        if (connections < 1) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: > 0)");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: > 0)");
        }
    }

    Duration pauseAfter(int failures) {
        long millis = firstPause.toMillis() << Math.min(failures - 1, 20);
        return millis > longestPause.toMillis() ? longestPause : Duration.ofMillis(millis);
    }
}
