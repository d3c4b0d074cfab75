package io.sluice.messaging.outbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Settings of the outbox and its relay.
 *
 * @param enabled whether this service has an outbox
 * @param poll how often the relay looks without being woken; the safety net for lost wakes
 * @param lease how long a shard stays with a relay that is not heard of; renewed at a third
 * @param batch most rows taken of each shard at once
 */
@ConfigurationProperties("sluice.outbox")
record OutboxProperties(
        boolean enabled,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("5s") Duration lease,
        @DefaultValue("100") int batch) {

    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_POLL = Duration.ofMinutes(1);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(300);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(5);
    private static final int LARGEST_BATCH = 5000;

    OutboxProperties {
        between("poll", poll, SHORTEST_POLL, LONGEST_POLL);
        between("lease", lease, SHORTEST_LEASE, LONGEST_LEASE);
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new IllegalArgumentException(
                    "sluice.outbox.batch: " + batch + " (expected: 1 to " + LARGEST_BATCH + ")");
        }
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "sluice.outbox.%s: %s (expected: %s to %s)"
                            .formatted(name, value, least, most));
        }
    }
}
