package io.sluice.messaging;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import org.jspecify.annotations.Nullable;

import reactor.core.Disposable;
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
 * Many requests in one commit: while one commit runs the next items gather, and where many come, and
 * it is wanted, a little longer. An item that comes alone waits for nothing.
 *
 * <p>A failed commit fails every item of its group; what it left behind is the caller's to know.
 */
public final class GroupCommit<T, R> {

    /** A commit's cost is small for each of so many: a longer wait would save little. */
    private static final int ENOUGH = 20;

    /**
     * When items wait for company. A commit costs nearly the same for one item as for ten, and what
     * was committed together goes on together: a short wait where many come saves a multiple of it
     * to all that follow.
     *
     * @param many after a commit of at least so many items, those of the next wait
     * @param gather how long, from the first of them on; twenty wait for no more
     */
    public record Company(int many, Duration gather) {

        /** No item waits for another. */
        public static final Company UNWANTED = new Company(Integer.MAX_VALUE, Duration.ZERO);
    }

    /**
     * @param maxBatch most items of one commit
     * @param maxQueue most items that wait
     * @param company when items wait for others
     */
    public record Bounds(int maxBatch, int maxQueue, Company company) {}

    private record Waiting<T, R>(T item, long since, Sinks.One<R> answer) {}

    private final int maxBatch;
    private final int maxQueue;
    private final int maxConcurrent;
    private final Company company;
    private final Function<List<T>, Mono<List<R>>> commit;
    private final ArrayDeque<Waiting<T, R>> queue = new ArrayDeque<>();
    private int running;
    private boolean crowded;
    private @Nullable Disposable timer;

    /**
     * @param maxBatch most items of one commit
     * @param maxQueue most items that wait
     * @param commit makes the items durable; answers one result for each, in their order
     */
    public GroupCommit(int maxBatch, int maxQueue, Function<List<T>, Mono<List<R>>> commit) {
        this(maxBatch, maxQueue, 1, Company.UNWANTED, commit);
    }

    public GroupCommit(Bounds bounds, Function<List<T>, Mono<List<R>>> commit) {
        this(bounds.maxBatch(), bounds.maxQueue(), 1, bounds.company(), commit);
    }

    /**
     * @param maxConcurrent most commits under way at once
     */
    public GroupCommit(
            int maxBatch,
            int maxQueue,
            int maxConcurrent,
            Function<List<T>, Mono<List<R>>> commit) {
        this(maxBatch, maxQueue, maxConcurrent, Company.UNWANTED, commit);
    }

    private GroupCommit(
            int maxBatch,
            int maxQueue,
            int maxConcurrent,
            Company company,
            Function<List<T>, Mono<List<R>>> commit) {
        this.maxBatch = maxBatch;
        this.maxQueue = maxQueue;
        this.maxConcurrent = maxConcurrent;
        this.company = company;
        this.commit = commit;
    }

    /** Completes after the commit that holds the item; a full queue is a RejectedExecutionException. */
    public Mono<R> submit(T item) {
        return Mono.defer(
                () -> {
                    Waiting<T, R> waiting = new Waiting<>(item, now(), Sinks.one());
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
            if (running >= maxConcurrent || queue.isEmpty() || isGathering()) {
                return;
            }
            running++;
            while (group.size() < maxBatch && !queue.isEmpty()) {
                group.add(queue.remove());
            }
            crowded = group.size() >= company.many();
            if (timer != null) {
                timer.dispose();
                timer = null;
            }
        }
        Mono.defer(() -> commit.apply(group.stream().map(Waiting::item).toList()))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("commit: no results")))
                .subscribe(results -> answer(group, results), failure -> fail(group, failure));
    }

    /** Whether those that wait are to be joined by others first; enough of them are not. */
    private boolean isGathering() {
        if (!crowded || queue.size() >= Math.min(ENOUGH, maxBatch)) {
            return false;
        }
        if (timer == null) {
            long gather = company.gather().toNanos();
            // A clock that is set back makes nobody wait longer.
            long left = Math.min(gather, queue.element().since() + gather - now());
            if (left > 0) {
                timer = Schedulers.parallel().schedule(this::gathered, left, NANOSECONDS);
            }
        }
        return timer != null;
    }

    private void gathered() {
        synchronized (queue) {
            crowded = false;
        }
        next();
    }

    private void answer(List<Waiting<T, R>> group, List<R> results) {
        if (results.size() != group.size()) {
            fail(
                    group,
                    new IllegalStateException(
                            "commit: " + results.size() + " results for " + group.size()));
            return;
        }
        release();
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

    private static long now() {
        return Schedulers.parallel().now(NANOSECONDS);
    }
}
