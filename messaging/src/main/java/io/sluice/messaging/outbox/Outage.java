package io.sluice.messaging.outbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** One line when something goes away, one when it is back, and ever longer pauses between. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String what;
    private boolean under;
    private Duration pause = FIRST_PAUSE;

    Outage(String what) {
        this.what = what;
    }

    boolean isUnder() {
        return under;
    }

    void began(String why) {
        if (!under) {
            LOG.warn("The outbox waits for the {}: {}", what, why);
            under = true;
        }
    }

    /** How long to wait before the next attempt. */
    Duration nextPause() {
        Duration next = pause;
        pause =
                pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                        ? LONGEST_PAUSE
                        : pause.multipliedBy(2);
        return next;
    }

    void over() {
        if (under) {
            LOG.info("The outbox has the {} again", what);
            under = false;
        }
        pause = FIRST_PAUSE;
    }
}
