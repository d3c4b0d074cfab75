package io.sluice.ledger.application;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Removes answers, and the sealed destinations in them, once no redelivery can ask for them. */
public final class ForgetAnswers {

    private static final int AT_ONCE = 5_000;

    private final OldAnswers answers;
    private final Duration retention;
    private final Clock clock;

    public ForgetAnswers(OldAnswers answers, Duration retention, Clock clock) {
        this.answers = answers;
        this.retention = retention;
        this.clock = clock;
    }

    /** The answers, by their age. */
    public interface OldAnswers {

        /** Removes at most {@code limit} older ones; how many there were. */
        Mono<Long> remove(Instant olderThan, int limit);
    }

    /** Removes all that is old enough, in portions. */
    public Mono<Void> round() {
        return Mono.defer(() -> answers.remove(clock.instant().minus(retention), AT_ONCE))
                .repeat()
                .takeUntil(removed -> removed < AT_ONCE)
                .then();
    }
}
