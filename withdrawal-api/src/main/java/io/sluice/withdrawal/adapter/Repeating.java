package io.sluice.withdrawal.adapter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.Supplier;

/** Does something from time to time, from the start of the service to its end; a failure is retried. */
public final class Repeating implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

    private final String what;
    private final Duration interval;
    private final Supplier<Mono<?>> once;
    private volatile Disposable running = () -> {};
    private volatile boolean started;

    public Repeating(String what, Duration interval, Supplier<Mono<?>> once) {
        this.what = what;
        this.interval = interval;
        this.once = once;
    }

    @Override
    public void start() {
        started = true;
        running =
                Flux.interval(Duration.ZERO, interval)
                        .onBackpressureDrop()
                        .concatMap(_ -> guarded())
                        .subscribe();
    }

    private Mono<Void> guarded() {
        return Mono.defer(once)
                .then()
                .onErrorResume(
                        e -> {
                            LOG.warn("{} failed, to be tried again: {}", what, e.getClass());
                            return Mono.empty();
                        });
    }

    @Override
    public void stop() {
        running.dispose();
        started = false;
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
