package io.sluice.messaging.outbox;

import io.sluice.messaging.EncodedEvent;

import java.time.Duration;

/**
 * A row of the outbox.
 *
 * @param age since it was written, by the database's clock
 */
record WaitingEvent(short shard, long id, Duration age, EncodedEvent event) {}
