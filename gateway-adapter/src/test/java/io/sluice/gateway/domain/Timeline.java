package io.sluice.gateway.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: what is to happen, happens in its order, and takes no time itself. */
final class Timeline {

    private record Event(Instant at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private Instant now;
    private long order;

    Timeline(Instant start) {
        now = start;
    }

    Instant now() {
        return now;
    }

    void after(Duration pause, Runnable action) {
        events.add(new Event(now.plus(pause), order++, action));
    }

    /** Lets the next thing happen; false where nothing is left. */
    boolean turn() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        next.action().run();
        return true;
    }
}
