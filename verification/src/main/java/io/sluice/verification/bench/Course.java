package io.sluice.verification.bench;

import io.sluice.verification.RunningPlatform;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How a run went over its time: what withdrawals took, and what memory the processes held. */
final class Course implements AutoCloseable {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final Duration STEP = Duration.ofSeconds(2);

    private final long begin = System.nanoTime();
    private final NavigableMap<Double, Histogram> micros = new ConcurrentSkipListMap<>();
    private final NavigableMap<Double, Map<String, Double>> resident =
            new ConcurrentSkipListMap<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("course").factory());

    Course(RunningPlatform platform) {
        var _ =
                clock.scheduleAtFixedRate(
                        () ->
                                resident.put(
                                        step(System.nanoTime()),
                                        ProcessUse.of(platform.processes()).residentMegabytes()),
                        0,
                        STEP.toSeconds(),
                        TimeUnit.SECONDS);
    }

    /**
     * A withdrawal's whole time, at the moment when it was due.
     *
     * @param dueNanos on {@link System#nanoTime}
     */
    void took(long dueNanos, long tookMicros) {
        micros.computeIfAbsent(step(dueNanos), _ -> new ConcurrentHistogram(LONGEST_MICROS, 2))
                .recordValue(Math.clamp(tookMicros, 0, LONGEST_MICROS));
    }

    private double step(long nanos) {
        return (double) ((nanos - begin) / STEP.toNanos() * STEP.toSeconds());
    }

    /** Seconds since the run began, in steps of two, and what was due then. */
    NavigableMap<Double, Histogram> micros() {
        return micros;
    }

    /** Seconds since the run began, and megabytes by part. */
    NavigableMap<Double, Map<String, Double>> resident() {
        return resident;
    }

    /** How much more memory a part held at the end than a quarter into the run; 1.0 is flat. */
    double growth(String part) {
        if (resident.isEmpty()) {
            return 1;
        }
        double quarter = resident.lastKey() / 4;
        double early = resident.ceilingEntry(quarter).getValue().getOrDefault(part, 0.0);
        double late = resident.lastEntry().getValue().getOrDefault(part, 0.0);
        return early == 0 ? 1 : late / early;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
