package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Lets requests wait for a withdrawal to change, whichever instance writes it: at once for a commit
 * in this process, with the next poll for another's. One poll asks for all that are watched.
 */
public final class ChangeFeed implements AfterCommit {

    private static final Duration CONTENTION = Duration.ofMillis(100);

    /**
     * @param seen the last of the ledger's events that a poll saw
     */
    private record Watch(Sinks.Many<Boolean> sink, int watchers, int seen) {

        static Watch first() {
            return new Watch(Sinks.many().multicast().directBestEffort(), 1, 0);
        }

        Watch with(int change) {
            return new Watch(sink, watchers + change, seen);
        }

        void look() {
            sink.emitNext(true, Sinks.EmitFailureHandler.busyLooping(CONTENTION));
        }
    }

    private final Withdrawals withdrawals;
    private final Scheduler timer;
    private final ConcurrentHashMap<WithdrawalId, Watch> watches = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public ChangeFeed(Withdrawals withdrawals) {
        this(withdrawals, Schedulers.parallel());
    }

    /**
     * @param timer tells when somebody has waited for long enough
     */
    public ChangeFeed(Withdrawals withdrawals, Scheduler timer) {
        this.withdrawals = withdrawals;
        this.timer = timer;
    }

    @Override
    public void committed(Set<WithdrawalId> changed, Set<String> applicationKeys) {
        if (!watches.isEmpty()) {
            changed.forEach(this::look);
        }
    }

    private void look(WithdrawalId id) {
        Watch watch = watches.get(id);
        if (watch != null) {
            watch.look();
        }
    }

    /** Asks once for all that are watched, and has those that moved looked at. */
    public Mono<Void> poll() {
        if (watches.isEmpty()) {
            return Mono.empty();
        }
        return withdrawals
                .ledgerSequences(Set.copyOf(watches.keySet()))
                .doOnNext(sequences -> sequences.forEach(this::moved))
                .then();
    }

    private void moved(WithdrawalId id, int sequence) {
        Watch before = watches.get(id);
        if (before != null && before.seen() != sequence) {
            watches.computeIfPresent(
                    id, (_, watch) -> new Watch(watch.sink(), watch.watchers(), sequence));
            before.look();
        }
    }

    /** A signal at once, and whenever it is worth looking again; ends with the service. */
    public Flux<Boolean> looks(WithdrawalId id) {
        return Flux.defer(
                () -> {
                    Watch watch = watches.compute(id, (_, before) -> joined(before));
                    if (closed) {
                        watch.sink().tryEmitComplete();
                    }
                    return Flux.merge(watch.sink().asFlux().onBackpressureLatest(), Mono.just(true))
                            .onBackpressureLatest()
                            .doFinally(_ -> leave(id));
                });
    }

    private static Watch joined(@Nullable Watch before) {
        return before == null ? Watch.first() : before.with(1);
    }

    private void leave(WithdrawalId id) {
        watches.computeIfPresent(id, (_, watch) -> watch.watchers() == 1 ? null : watch.with(-1));
    }

    /** What is read once it is as wanted; after the longest wait, what is read then. */
    public <T> Mono<T> await(WithdrawalId id, Mono<T> read, Predicate<T> wanted, Duration longest) {
        return looks(id)
                .concatMap(_ -> read, 1)
                .filter(wanted)
                .next()
                .timeout(longest, read, timer)
                .switchIfEmpty(read);
    }

    /** Ends what listens, so that the service can stop. */
    public void close() {
        closed = true;
        watches.values().forEach(watch -> watch.sink().tryEmitComplete());
    }
}
