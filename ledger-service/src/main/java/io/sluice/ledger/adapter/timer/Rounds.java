package io.sluice.ledger.adapter.timer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;

/** One thing done again and again, never twice at once; a round that fails is made again. */
final class Rounds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Duration pause;
    private final Mono<Void> round;
    private @Nullable Disposable running;

    Rounds(String name, Duration pause, Mono<Void> round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
    }

    @Override
    public synchronized void start() {
        running =
                Flux.interval(pause)
                        .onBackpressureDrop()
                        .concatMap(_ -> round.onErrorResume(this::failed), 1)
                        .subscribe(_ -> {}, failure -> LOG.error("{} ended", name, failure));
    }

    private Mono<Void> failed(Throwable failure) {
        LOG.warn("{}: a round failed: {}", name, failure.toString());
        return Mono.empty();
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
