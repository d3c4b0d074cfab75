package io.sluice.ingest.application;

import io.sluice.ingest.application.Callbacks.Arrival;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.Reading;
import io.sluice.messaging.GroupCommit;
import io.sluice.messaging.Outages;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes a genuine callback durable; many that come at the same time share a commit. */
public final class ReceiveCallback {

    private final GroupCommit<Arrival, Result> commits;
    private final Callbacks callbacks;
    private final Clock clock;
    private final RandomGenerator random;
    private final Duration patience;

    /**
     * @param bounds of the commits; callbacks beyond its queue are turned away at once
     * @param patience how long a callback may wait to become durable
     */
    public ReceiveCallback(
            Callbacks callbacks,
            Clock clock,
            RandomGenerator random,
            GroupCommit.Bounds bounds,
            Duration patience) {
        this.callbacks = callbacks;
        this.clock = clock;
        this.random = random;
        this.patience = patience;
        this.commits = new GroupCommit<>(bounds, this::keep);
    }

    /**
     * Completes once the callback is durable. An error, also that of a wait that took too long,
     * says nothing about it: the provider is to send it again, and a duplicate does no harm.
     */
    public Mono<Receipt> receive(
            String provider, String account, Reading reading, Delivery delivery) {
        Instant now = clock.instant();
        Callback callback =
                new Callback(CallbackId.mint(now, random), provider, account, reading, now);
        return commits.submit(new Arrival(callback, delivery))
                .timeout(patience)
                .flatMap(ReceiveCallback::unwrap);
    }

    private Mono<List<Result>> keep(List<Arrival> batch) {
        return callbacks
                .keep(batch)
                .map(receipts -> receipts.stream().<Result>map(Durable::new).toList())
                .onErrorResume(
                        failure -> batch.size() > 1 && !Outages.isOutage(failure),
                        refused -> keepOneByOne(batch));
    }

    /** A batch was refused for one of its members: the others must not suffer. */
    private Mono<List<Result>> keepOneByOne(List<Arrival> batch) {
        return Flux.fromIterable(batch)
                .concatMap(
                        arrival ->
                                callbacks
                                        .keep(List.of(arrival))
                                        .<Result>map(receipts -> new Durable(receipts.getFirst()))
                                        .onErrorResume(failure -> Mono.just(new Failed(failure))))
                .collectList();
    }

    private static Mono<Receipt> unwrap(Result result) {
        return switch (result) {
            case Durable(Receipt receipt) -> Mono.just(receipt);
            case Failed(Throwable failure) -> Mono.error(failure);
        };
    }

    private sealed interface Result {}

    private record Durable(Receipt receipt) implements Result {}

    private record Failed(Throwable failure) implements Result {}
}
