package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalId;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** A relay that always has something to publish gives a newcomer its share all the same. */
class OutboxShareTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** With one row of each shard at a time, some milliseconds each, far more than a start takes. */
    private static final int BACKLOG = 4_000;

    private final DatabaseAddress database = Infrastructure.database("share");
    private final String broker = Infrastructure.bootstrapServers();

    @Test
    void under_a_load_that_never_pauses() {
        List<WithdrawalId> withdrawals = Story.withdrawals(Shards.COUNT);
        try (Instance busy = oneRowAtATime()) {
            Eventually.isTrue(() -> busy.leases().held().size() == Shards.COUNT, SOON);
            busy.commitAndWake(Story.events(withdrawals, 1, BACKLOG));
            try (Instance newcomer = oneRowAtATime()) {
                Eventually.isTrue(() -> newcomer.leases().held().size() == Shards.COUNT / 2, SOON);
                assertThat(busy.rows()).as("what is left to publish").isPositive();
            }
        }
    }

    private Instance oneRowAtATime() {
        return Instance.start(database, broker, "sluice.outbox.batch=1");
    }
}
