package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Settings out of range are refused, by name. */
class OutboxPropertiesTest {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LEASE = Duration.ofSeconds(5);

    @Test
    void a_poll_that_would_be_a_busy_loop_is_refused() {
        assertThatThrownBy(() -> new OutboxProperties(true, Duration.ZERO, LEASE, 100))
                .hasMessage("sluice.outbox.poll: PT0S (expected: PT0.01S to PT1M)");
    }

    @Test
    void a_lease_too_short_to_be_renewed_is_refused() {
        assertThatThrownBy(() -> new OutboxProperties(true, POLL, Duration.ofMillis(1), 100))
                .hasMessage("sluice.outbox.lease: PT0.001S (expected: PT0.3S to PT5M)");
    }

    @Test
    void an_empty_batch_is_refused() {
        assertThatThrownBy(() -> new OutboxProperties(true, POLL, LEASE, 0))
                .hasMessage("sluice.outbox.batch: 0 (expected: 1 to 5000)");
    }
}
