package io.sluice.local.demo;

import io.sluice.local.process.Console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The demo as a person reads it. */
final class Report {

    private final Console console;

    Report(Console console) {
        this.console = console;
    }

    /** The timeline of a withdrawal, and what was checked about it. */
    void outcome(Outcome outcome, List<Check> checks) {
        console.blank();
        console.line(
                console.bold(
                        "%s TRY of %s: %s"
                                .formatted(
                                        money(outcome.scenario().amount()),
                                        outcome.user(),
                                        outcome.scenario().title())));
        console.line(console.dim("       ms  where            what"));
        for (Moment moment : outcome.moments()) {
            long millis = Duration.between(outcome.askedAt(), moment.at()).toMillis();
            console.line(
                    String.format(
                            Locale.ROOT, "%9d  %-16s %s", millis, moment.where(), moment.what()));
        }
        checks.forEach(this::line);
    }

    void books(List<Check> checks, Latency latency) {
        console.blank();
        console.line(console.bold("The books"));
        checks.forEach(this::line);
        console.blank();
        console.line(console.bold("From POST to the partner's withdrawal.sent"));
        console.line("  " + latency.inWords());
    }

    private void line(Check check) {
        String mark = check.holds() ? console.green("ok   ") : console.red("WRONG");
        console.line(
                String.format(Locale.ROOT, "  %s  %-20s %s", mark, check.what(), check.detail()));
    }

    /** Whether nothing was off. */
    boolean summary(List<Check> checks) {
        List<Check> off = checks.stream().filter(check -> !check.holds()).toList();
        console.blank();
        if (off.isEmpty()) {
            console.line(
                    console.green("All %d checks hold.".formatted(checks.size()))
                            + " Paid out exactly what was to be paid out, and the books balance.");
            return true;
        }
        String names = off.stream().map(Check::what).collect(Collectors.joining(", "));
        console.line(
                console.red("%d of %d checks are off: ".formatted(off.size(), checks.size()))
                        + names
                        + ". Look at './sluice logs SERVICE'.");
        return false;
    }

    private static String money(long minorUnits) {
        return String.format(Locale.ROOT, "%,d.%02d", minorUnits / 100, minorUnits % 100);
    }
}
