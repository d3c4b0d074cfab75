package io.sluice.messaging;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Many requests in one commit: while one commit runs, and where wanted rests, the next items gather;
 * no timer delays a lone one.
 *
 * <p>A failed commit fails every item of its group; what it left behind is the caller's to know.
 */
public final class GroupCommit<T, R> {

    private record Waiting<T, R>(T item, Sinks.One<R> answer) {}

    private final int maxBatch;
    private final int maxQueue;
    private final int maxConcurrent;
    private final Duration rest;
    private final Function<List<T>, Mono<List<R>>> commit;
    private final ArrayDeque<Waiting<T, R>> queue = new ArrayDeque<>();
    private int running;

    /**
     * @param maxBatch most items of one commit
     * @param maxQueue most items that wait
     * @param commit makes the items durable; answers one result for each, in their order
     */
    public GroupCommit(int maxBatch, int maxQueue, Function<List<T>, Mono<List<R>>> commit) {
        this(maxBatch, maxQueue, 1, Duration.ZERO, commit);
    }

    /**
     * @param rest after a commit of more than one item, so long until the next one: where many come,
     *     more of them share it
     */
    public GroupCommit(
            int maxBatch, int maxQueue, Duration rest, Function<List<T>, Mono<List<R>>> commit) {
        this(maxBatch, maxQueue, 1, rest, commit);
    }

    /**
     * @param maxConcurrent most commits under way at once
     */
    public GroupCommit(
            int maxBatch,
            int maxQueue,
            int maxConcurrent,
            Function<List<T>, Mono<List<R>>> commit) {
        this(maxBatch, maxQueue, maxConcurrent, Duration.ZERO, commit);
    }

    private GroupCommit(
            int maxBatch,
            int maxQueue,
            int maxConcurrent,
            Duration rest,
            Function<List<T>, Mono<List<R>>> commit) {
        this.maxBatch = maxBatch;
        this.maxQueue = maxQueue;
        this.maxConcurrent = maxConcurrent;
        this.rest = rest;
        this.commit = commit;
    }

    /** Completes after the commit that holds the item; a full queue is a RejectedExecutionException. */
    public Mono<R> submit(T item) {
        return Mono.defer(
                () -> {
                    Waiting<T, R> waiting = new Waiting<>(item, Sinks.one());
                    synchronized (queue) {
                        if (queue.size() >= maxQueue) {
                            return Mono.error(
                                    new RejectedExecutionException(
                                            "queue: full (expected: < " + maxQueue + ")"));
                        }
                        queue.add(waiting);
                    }
                    next();
                    return waiting.answer().asMono();
                });
    }

    private void next() {
        List<Waiting<T, R>> group = new ArrayList<>();
        synchronized (queue) {
            if (running >= maxConcurrent || queue.isEmpty()) {
                return;
            }
            running++;
            while (group.size() < maxBatch && !queue.isEmpty()) {
                group.add(queue.remove());
            }
        }
        Mono.defer(() -> commit.apply(group.stream().map(Waiting::item).toList()))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("commit: no results")))
                .subscribe(results -> answer(group, results), failure -> fail(group, failure));
    }

    private void answer(List<Waiting<T, R>> group, List<R> results) {
        if (results.size() != group.size()) {
            fail(
                    group,
                    new IllegalStateException(
                            "commit: " + results.size() + " results for " + group.size()));
            return;
        }
        if (group.size() > 1 && rest.isPositive()) {
            var _ = Schedulers.parallel().schedule(this::release, rest.toMillis(), MILLISECONDS);
        } else {
            release();
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).answer().tryEmitValue(results.get(i));
        }
    }

    private void fail(List<Waiting<T, R>> group, Throwable failure) {
        release();
        group.forEach(waiting -> waiting.answer().tryEmitError(failure));
    }

    private void release() {
        synchronized (queue) {
            running--;
        }
        next();
    }
}
