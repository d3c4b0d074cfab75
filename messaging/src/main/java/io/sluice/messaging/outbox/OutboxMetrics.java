package io.sluice.messaging.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an operator sees of the outbox. */
final class OutboxMetrics {

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private record Measured(Backlog backlog, long atNanos) {}

    private final Counter published;
    private final Timer latency;
    private volatile Measured measured = new Measured(Backlog.NONE, System.nanoTime());

    OutboxMetrics(MeterRegistry registry, ShardLeases leases) {
        Gauge.builder("sluice.outbox.rows", this, m -> m.measured.backlog().rows())
                .description("Events that wait to be published, of all shards")
                .register(registry);
        TimeGauge.builder(
                        "sluice.outbox.oldest.age",
                        this,
                        TimeUnit.NANOSECONDS,
                        m -> m.oldestNanos())
                .description("Age of the event that has waited longest, of all shards")
                .register(registry);
        Gauge.builder("sluice.outbox.shards", leases, l -> l.held().size())
                .description("Shards that this instance publishes")
                .register(registry);
        this.published =
                Counter.builder("sluice.outbox.published")
                        .description("Events that this instance published")
                        .register(registry);
        this.latency =
                Timer.builder("sluice.outbox.publish.latency")
                        .description("From an event's insert to its acknowledgement by Kafka")
                        .serviceLevelObjectives(LATENCIES)
                        .register(registry);
    }

    void published(List<WaitingEvent> events, Duration since) {
        published.increment(events.size());
        events.forEach(event -> latency.record(event.age().plus(since)));
    }

    void measured(Backlog backlog) {
        measured = new Measured(backlog, System.nanoTime());
    }

    /** Ages on between two looks, so that it does not stand still when the database is away. */
    private long oldestNanos() {
        Measured last = measured;
        return last.backlog().rows() == 0
                ? 0
                : last.backlog().oldest().toNanos() + System.nanoTime() - last.atNanos();
    }
}
