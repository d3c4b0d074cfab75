package io.sluice.withdrawal.adapter.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.sluice.withdrawal.adapter.webhook.WaitingRows.Waiting;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What an operator sees of the webhooks. */
final class WebhookMetrics {

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(5)
    };

    private record Measured(Waiting waiting, long atNanos) {}

    private final MeterRegistry registry;
    private final Timer delay;
    private final Counter disabled;
    private volatile Measured measured = new Measured(Waiting.NONE, System.nanoTime());

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.delay =
                Timer.builder("sluice.webhook.delay")
                        .description("From an event's commit to its first attempt")
                        .serviceLevelObjectives(LATENCIES)
                        .register(registry);
        this.disabled =
                Counter.builder("sluice.webhook.endpoints.given.up")
                        .description("Endpoints that this instance disabled")
                        .register(registry);
        gauges();
    }

    private void gauges() {
        Gauge.builder("sluice.webhook.waiting", this, m -> m.measured.waiting().deliveries())
                .description("Webhooks to be delivered, those to be tried again among them")
                .register(registry);
        TimeGauge.builder("sluice.webhook.oldest.age", this, TimeUnit.SECONDS, m -> m.oldest())
                .description("Age of the event that has waited longest for a live endpoint")
                .register(registry);
        Gauge.builder("sluice.webhook.endpoints.failing", this, m -> m.measured.waiting().failing())
                .description("Endpoints whose last attempt failed")
                .register(registry);
        Gauge.builder(
                        "sluice.webhook.endpoints.disabled",
                        this,
                        m -> m.measured.waiting().disabled())
                .description("Endpoints that get nothing until they are set again")
                .register(registry);
    }

    /** A first attempt begins, so long after its event was stored. */
    void began(Duration age) {
        delay.record(age);
    }

    /** The partner has acknowledged it, so long after it was stored. */
    void delivered(String event, Duration age) {
        Timer.builder("sluice.webhook.delivery")
                .description("From an event's commit to the partner's acknowledgement")
                .tag("event", event)
                .serviceLevelObjectives(LATENCIES)
                .register(registry)
                .record(age);
    }

    /**
     * @param outcome the delivery's next status
     */
    void settled(String outcome) {
        Counter.builder("sluice.webhook.settled")
                .description("Attempts by what became of their delivery")
                .tag("status", outcome.toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    /**
     * @param outcome the answer's class, or that there was none
     */
    void answered(String outcome, long nanos) {
        Timer.builder("sluice.webhook.attempts")
                .description("Attempts to deliver a webhook, by the class of the answer")
                .tag("outcome", outcome)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void gaveUp() {
        disabled.increment();
    }

    void measured(Waiting waiting) {
        measured = new Measured(waiting, System.nanoTime());
    }

    /** Ages on between two looks, so that it does not stand still when the database is away. */
    private double oldest() {
        Measured last = measured;
        return last.waiting().deliveries() == 0
                ? 0
                : last.waiting().oldestSeconds() + (System.nanoTime() - last.atNanos()) / 1e9;
    }
}
