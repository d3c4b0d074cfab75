package io.sluice.ingest.adapter.timer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.DiscardOldCallbacks;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Every instance makes its own rounds: rows that another one works on are skipped. */
class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final DiscardOldCallbacks discard;
    private final Callbacks callbacks;
    private final Clock clock;
    private volatile Callbacks.Waiting waiting = new Callbacks.Waiting(0, null);

    Rounds(DiscardOldCallbacks discard, Callbacks callbacks, Clock clock, MeterRegistry registry) {
        this.discard = discard;
        this.callbacks = callbacks;
        this.clock = clock;
        Gauge.builder("sluice.ingest.callbacks.parked", () -> waiting.parked())
                .description("callbacks that wait for their payout")
                .register(registry);
        Gauge.builder("sluice.ingest.callbacks.parked.age", this::oldestAgeSeconds)
                .description("how long the oldest of them has waited")
                .baseUnit("seconds")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT1S")
    Mono<Void> countWaiting() {
        return callbacks
                .waiting()
                .doOnNext(now -> waiting = now)
                .then()
                .onErrorResume(failure -> missed("count waiting callbacks", failure));
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    Mono<Void> discardOld() {
        return discard.run()
                .doOnNext(rows -> LOG.info("old callbacks: {} rows discarded", rows))
                .then()
                .onErrorResume(failure -> missed("discard old callbacks", failure));
    }

    private double oldestAgeSeconds() {
        @Nullable Instant oldest = waiting.oldest();
        return oldest == null ? 0 : Duration.between(oldest, clock.instant()).toMillis() / 1e3;
    }

    private static Mono<Void> missed(String round, Throwable failure) {
        LOG.warn("round missed: {}: {}", round, failure.getClass().getName());
        return Mono.empty();
    }
}
