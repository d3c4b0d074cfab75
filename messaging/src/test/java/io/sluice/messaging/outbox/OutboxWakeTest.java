package io.sluice.messaging.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.WithdrawalId;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A commit is published at once: the poll and the leases' rounds are far too slow to help here. */
class OutboxWakeTest {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxWakeTest.class);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WARM_UP = 50;
    private static final int MEASURED = 100;

    /** It is some ten milliseconds; a machine full of builds gets the benefit of the doubt. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private final DatabaseAddress database = Infrastructure.database("wake");
    private final String broker = Infrastructure.bootstrapServers();

    @Test
    void by_the_instance_that_wrote_it_where_it_holds_the_shard() {
        List<WithdrawalId> withdrawals = Story.withdrawals(12);
        try (Reader reader = Reader.open(broker, withdrawals);
                Instance only = slowToPoll()) {
            Eventually.isTrue(() -> only.leases().held().size() == 12, SOON);
            assertThat(median("local", only, withdrawals, reader)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void by_another_instance_where_that_holds_the_shard() {
        try (Instance holder = slowToPoll();
                Instance writer = slowToPoll()) {
            Eventually.isTrue(() -> writer.leases().held().size() == 6, SOON);
            Eventually.isTrue(() -> holder.leases().held().size() == 6, SOON);
            List<WithdrawalId> elsewhere =
                    IntStream.range(0, Shards.COUNT)
                            .filter(s -> holder.leases().held().meets(new Shards(1 << s)))
                            .mapToObj(Story::withdrawal)
                            .toList();
            assertThat(elsewhere).hasSize(6);
            try (Reader reader = Reader.open(broker, elsewhere)) {
                assertThat(median("remote", writer, elsewhere, reader)).isLessThan(AT_ONCE);
            }
        }
    }

    @Test
    void the_poll_finds_what_nobody_woke_for() {
        List<WithdrawalId> withdrawals = Story.withdrawals(12);
        try (Reader reader = Reader.open(broker, withdrawals);
                Instance instance =
                        Instance.start(
                                database,
                                broker,
                                "sluice.outbox.poll=200ms",
                                "sluice.outbox.lease=60s")) {
            // The first rounds may still owe it to the wakes that a start brings about.
            for (int round = 1; round <= 5; round++) {
                instance.commit(Story.events(withdrawals, round, round));
                reader.readUntil(12 * round, SOON);
            }
        }
    }

    private Instance slowToPoll() {
        return Instance.start(
                database, broker, "sluice.outbox.poll=10s", "sluice.outbox.lease=60s");
    }

    /** From the end of the commit until a consumer has the record. */
    private static Duration median(
            String name, Instance writer, List<WithdrawalId> withdrawals, Reader reader) {
        List<Duration> latencies = new ArrayList<>();
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            WithdrawalId withdrawal = withdrawals.get(i % withdrawals.size());
            List<Envelope<?>> events = List.of(Story.event(withdrawal, 1 + i / withdrawals.size()));
            writer.commit(events);
            long committed = System.nanoTime();
            writer.outbox().wake(events);
            reader.readUntil(i + 1, SOON);
            if (i >= WARM_UP) {
                latencies.add(Duration.ofNanos(System.nanoTime() - committed));
            }
        }
        latencies.sort(Duration::compareTo);
        LOG.info(
                "{}: commit to record, median {} us, p95 {} us, max {} us",
                name,
                latencies.get(MEASURED / 2).toNanos() / 1000,
                latencies.get(MEASURED * 95 / 100).toNanos() / 1000,
                latencies.getLast().toNanos() / 1000);
        return latencies.get(MEASURED / 2);
    }
}
