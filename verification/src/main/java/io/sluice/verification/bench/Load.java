package io.sluice.verification.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** Calls by number, many at once, each of which ends with a status. */
public final class Load {

    /** A call that wants to know when it was due. */
    @FunctionalInterface
    public interface DueCall {

        /**
         * @param dueNanos on {@link System#nanoTime}
         */
        Mono<Integer> at(long number, long dueNanos);
    }

    /** A call that ended without an answer. */
    public static final int NO_ANSWER = -1;

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);
    private static final Duration CALL_LIMIT = Duration.ofMinutes(1);

    private final DueCall call;
    private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();

    private Load(DueCall call) {
        this.call = call;
    }

    /**
     * What came of it.
     *
     * @param micros from when a call was due (open) or made (closed) to its end
     */
    public record Result(Histogram micros, Map<Integer, Long> answers, double seconds) {

        public long count(int status) {
            return answers.getOrDefault(status, 0L);
        }

        public long all() {
            return answers.values().stream().mapToLong(Long::longValue).sum();
        }

        public double perSecond(int status) {
            return count(status) / seconds;
        }

        /** Milliseconds that this share of the calls, in per cent, did not exceed. */
        public double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    /**
     * Open loop: a call is due at its moment, whatever became of earlier ones, and its time counts
     * from that moment, also when all places are taken (no coordinated omission).
     *
     * @param places most calls under way at once
     */
    public static Result open(
            double perSecond, Duration duration, int places, LongFunction<Mono<Integer>> call) {
        return openDue(perSecond, duration, places, (number, _) -> call.apply(number));
    }

    /** The same, for calls that want to know their moment. */
    public static Result openDue(double perSecond, Duration duration, int places, DueCall call) {
        Load load = new Load(call);
        Semaphore free = new Semaphore(places);
        long begin = System.nanoTime();
        long calls = (long) (perSecond * duration.toNanos() / 1e9);
        for (long number = 0; number < calls; number++) {
            long due = begin + (long) (number * 1e9 / perSecond);
            awaitMoment(due);
            free.acquireUninterruptibly();
            var _ = load.once(number, due).subscribe(_ -> free.release(), _ -> free.release());
        }
        free.acquireUninterruptibly(places);
        return load.result(begin);
    }

    /** Closed loop: as fast as it goes with so many calls under way at once. */
    public static Result closed(int atOnce, Duration duration, LongFunction<Mono<Integer>> call) {
        Load load = new Load((number, _) -> call.apply(number));
        long begin = System.nanoTime();
        long end = begin + duration.toNanos();
        Flux.<Long, Long>generate(
                        () -> 0L,
                        (number, sink) -> {
                            if (System.nanoTime() < end) {
                                sink.next(number);
                            } else {
                                sink.complete();
                            }
                            return number + 1;
                        })
                .flatMap(number -> load.once(number, System.nanoTime()), atOnce)
                .then()
                .block(duration.plus(CALL_LIMIT).plus(CALL_LIMIT));
        return load.result(begin);
    }

    private Mono<Integer> once(long number, long since) {
        return call.at(number, since)
                .timeout(CALL_LIMIT)
                .onErrorReturn(NO_ANSWER)
                .defaultIfEmpty(NO_ANSWER)
                .doOnNext(status -> ended(status, since));
    }

    private void ended(int status, long since) {
        long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - since);
        micros.recordValue(Math.clamp(took, 0, LONGEST_MICROS));
        answers.computeIfAbsent(status, _ -> new LongAdder()).increment();
    }

    private Result result(long begin) {
        Map<Integer, Long> counts = new ConcurrentHashMap<>();
        answers.forEach((status, count) -> counts.put(status, count.sum()));
        return new Result(micros, counts, (System.nanoTime() - begin) / 1e9);
    }

    private static void awaitMoment(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
