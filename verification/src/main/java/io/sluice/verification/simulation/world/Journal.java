package io.sluice.verification.simulation.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What has happened, for people: one line each. */
public final class Journal {

    private record Line(int step, Duration after, int depth, String who, String what) {

        @Override
        public String toString() {
            return "%5d %12s  %s%-12s %s"
                    .formatted(step, time(after), "| ".repeat(depth), who, what);
        }

        private static String time(Duration after) {
            return "%d:%02d:%02d.%03d"
                    .formatted(
                            after.toHours(),
                            after.toMinutesPart(),
                            after.toSecondsPart(),
                            after.toMillisPart());
        }
    }

    private final Instant begin;
    private final List<Line> lines = new ArrayList<>();

    Journal(Instant begin) {
        this.begin = begin;
    }

    void note(int step, Instant now, int depth, String who, String what) {
        lines.add(new Line(step, Duration.between(begin, now), depth, who, what));
    }

    /** All lines, in the order in which things happened. */
    public List<String> lines() {
        return lines.stream().map(Line::toString).toList();
    }
}
