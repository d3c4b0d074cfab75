package io.sluice.ingest.application;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Deletes what was received when its time is over, in small transactions. What was decided about it
 * stays longer: a provider may send an event again for as long as it likes.
 */
public final class DiscardOldCallbacks {

    private static final int ROWS_A_TRANSACTION = 1_000;
    private static final int TRANSACTIONS_A_RUN = 1_000;

    private final Callbacks callbacks;
    private final Clock clock;
    private final Duration keepRaw;
    private final Duration keepDecided;

    public DiscardOldCallbacks(
            Callbacks callbacks, Clock clock, Duration keepRaw, Duration keepDecided) {
        this.callbacks = callbacks;
        this.clock = clock;
        this.keepRaw = keepRaw;
        this.keepDecided = keepDecided;
    }

    /** How many rows went. One after the other: a row that is locked by either is skipped. */
    public Mono<Long> run() {
        Instant now = clock.instant();
        return untilNoneLeft(() -> callbacks.forget(now.minus(keepDecided), ROWS_A_TRANSACTION))
                .concatWith(
                        untilNoneLeft(
                                () -> callbacks.discardRaw(now.minus(keepRaw), ROWS_A_TRANSACTION)))
                .reduce(0L, Long::sum);
    }

    private static Mono<Long> untilNoneLeft(Supplier<Mono<Long>> step) {
        return Mono.defer(step)
                .repeat(TRANSACTIONS_A_RUN)
                .takeUntil(deleted -> deleted < ROWS_A_TRANSACTION)
                .reduce(0L, Long::sum);
    }
}
