package io.sluice.messaging.outbox;

import java.time.Duration;

/**
 * What waits to be published, in the whole table.
 *
 * @param oldest the age of the oldest row; zero when there is none
 */
record Backlog(long rows, Duration oldest) {

    static final Backlog NONE = new Backlog(0, Duration.ZERO);
}
