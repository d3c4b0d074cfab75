package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Lets requests wait for a withdrawal to change, whichever instance writes it: at once for a commit
 * in this process, within a poll for another's.
 */
public final class ChangeFeed implements AfterCommit {

    private static final Duration POLL = Duration.ofMillis(150);

    private record Watch(Sinks.Many<Boolean> sink, int watchers) {}

    private final ConcurrentHashMap<WithdrawalId, Watch> watches = new ConcurrentHashMap<>();

    @Override
    public void committed(Set<WithdrawalId> withdrawals, Set<String> applicationKeys) {
        if (watches.isEmpty()) {
            return;
        }
        for (WithdrawalId id : withdrawals) {
            Watch watch = watches.get(id);
            if (watch != null) {
                watch.sink().emitNext(true, Sinks.EmitFailureHandler.busyLooping(POLL));
            }
        }
    }

    /** A signal at once, and whenever it is worth looking again. */
    public Flux<Boolean> looks(WithdrawalId id) {
        return Flux.defer(
                () -> {
                    Watch watch =
                            watches.compute(
                                    id,
                                    (_, before) ->
                                            before == null
                                                    ? new Watch(
                                                            Sinks.many()
                                                                    .multicast()
                                                                    .directBestEffort(),
                                                            1)
                                                    : new Watch(
                                                            before.sink(), before.watchers() + 1));
                    return Flux.merge(
                                    watch.sink().asFlux(),
                                    Flux.interval(Duration.ZERO, POLL)
                                            .onBackpressureDrop()
                                            .map(_ -> true))
                            .onBackpressureLatest()
                            .doFinally(_ -> leave(id));
                });
    }

    private void leave(WithdrawalId id) {
        watches.computeIfPresent(
                id,
                (_, watch) ->
                        watch.watchers() == 1
                                ? null
                                : new Watch(watch.sink(), watch.watchers() - 1));
    }

    /** What is read once it is as wanted; after the longest wait, what is read then. */
    public <T> Mono<T> await(WithdrawalId id, Mono<T> read, Predicate<T> wanted, Duration longest) {
        return looks(id).concatMap(_ -> read, 1).filter(wanted).next().timeout(longest, read);
    }
}
