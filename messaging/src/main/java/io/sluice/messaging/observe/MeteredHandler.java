package io.sluice.messaging.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.contracts.Envelope;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Measures a consumer's batches, and how long after its moment each kind of event is handled. */
public final class MeteredHandler implements BatchHandler {

    private static final Duration[] WORK = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };
    private static final Duration[] DELAYS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private final String consumer;
    private final BatchHandler handler;
    private final MeterRegistry meters;
    private final Timer batches;
    private final DistributionSummary sizes;
    private final Map<String, Timer> delays = new ConcurrentHashMap<>();
    private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
    private final Clock clock = Clock.systemUTC();

    /**
     * @param consumer the group's name
     */
    public MeteredHandler(String consumer, BatchHandler handler, MeterRegistry meters) {
        this.consumer = consumer;
        this.handler = handler;
        this.meters = meters;
        this.batches =
                Timer.builder("sluice.consumer.batch")
                        .description("From a batch's arrival to its commit in the database")
                        .tag("consumer", consumer)
                        .serviceLevelObjectives(WORK)
                        .register(meters);
        this.sizes =
                DistributionSummary.builder("sluice.consumer.batch.size")
                        .description("Records handled in one commit")
                        .baseUnit("records")
                        .tag("consumer", consumer)
                        .serviceLevelObjectives(1, 10, 50, 100, 250, 500)
                        .register(meters);
    }

    @Override
    public boolean wants(@Nullable String type) {
        return handler.wants(type);
    }

    @Override
    public Mono<BatchResult> handle(List<Inbound> batch) {
        return Mono.defer(
                () -> {
                    long begun = System.nanoTime();
                    return handler.handle(batch)
                            .doOnSuccess(
                                    result ->
                                            done(
                                                    batch,
                                                    result,
                                                    Duration.ofNanos(System.nanoTime() - begun)));
                });
    }

    private void done(List<Inbound> batch, @Nullable BatchResult result, Duration took) {
        batches.record(took);
        sizes.record(batch.size());
        batch.forEach(record -> delayed(record.envelope()));
        if (result != null) {
            result.outcomes()
                    .forEach(event -> outcome(event.headers().getOrDefault("ce_type", "")));
        }
    }

    private void outcome(String event) {
        outcomes.computeIfAbsent(
                        event,
                        type ->
                                Counter.builder("sluice.consumer.outcomes")
                                        .description("Events that handled records led to")
                                        .tags("consumer", consumer, "event", type)
                                        .register(meters))
                .increment();
    }

    private void delayed(Envelope<?> event) {
        Duration delay = Duration.between(event.time(), clock.instant());
        delays.computeIfAbsent(event.data().type(), this::timer)
                .record(delay.isNegative() ? Duration.ZERO : delay);
    }

    private Timer timer(String event) {
        return Timer.builder("sluice.consumer.delay")
                .description("From the moment that an event speaks of to its commit at a consumer")
                .tags("consumer", consumer, "event", event)
                .serviceLevelObjectives(DELAYS)
                .register(meters);
    }
}
