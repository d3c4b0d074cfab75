package io.sluice.local.process;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What the person at the terminal reads; colour only where it is a terminal that wants it. */
public final class Console {

    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean colour;
    private final Instant startedAt;

    public Console(PrintStream out, boolean colour, Instant startedAt) {
        this.out = out;
        this.colour = colour;
        this.startedAt = startedAt;
    }

    /** Standard output; the script says when it was called and whether a terminal wants colour. */
    public static Console standard() {
        boolean colour = Boolean.getBoolean("sluice.colour");
        Instant startedAt =
                Optional.ofNullable(System.getProperty("sluice.startedAtMillis"))
                        .map(Long::parseLong)
                        .map(Instant::ofEpochMilli)
                        .orElseGet(Instant::now);
        return new Console(System.out, colour, startedAt);
    }

    public void line(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    public void blank() {
        line("");
    }

    /** A step that is done: when, what, and what there is to know about it. */
    public void step(String what, String detail) {
        double seconds = sinceStart().toMillis() / 1000.0;
        line(
                dim(String.format(Locale.ROOT, "%7.1f s", seconds))
                        + "  "
                        + String.format(Locale.ROOT, "%-17s", what)
                        + " "
                        + detail);
    }

    public void warn(String what, String detail) {
        step(what, yellow(detail));
    }

    public Duration sinceStart() {
        return Duration.between(startedAt, Instant.now());
    }

    public String bold(String text) {
        return paint("\u001b[1m", text);
    }

    public String dim(String text) {
        return paint("\u001b[2m", text);
    }

    public String green(String text) {
        return paint("\u001b[32m", text);
    }

    public String red(String text) {
        return paint("\u001b[31m", text);
    }

    public String yellow(String text) {
        return paint("\u001b[33m", text);
    }

    private String paint(String code, String text) {
        return colour ? code + text + RESET : text;
    }
}
