package io.sluice.verification.bench;

import io.sluice.testing.bench.Aim;
import io.sluice.testing.bench.Report;
import io.sluice.verification.RunningPlatform;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * {@code ./sluice bench e2e --rate R --minutes M}: whole withdrawals at a fixed rate, from the
 * partner's POST to its {@code withdrawal.sent}, through all processes, everything durable.
 *
 * <p>{@code --find-max} searches the highest rate that holds the aim for the 99th percentile; {@code
 * --rows N} measures once more after so many withdrawals of the past.
 */
final class EndToEndBenchmark {

    private static final long USERS = 2_000;
    private static final int PLACES = 4_096;
    private static final int CONNECTIONS = 256;
    private static final long SEED = 20_261_128;
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final double AIM_MILLIS = EndToEndFigures.AIM_MILLIS;
    private static final Aim AIM_FLAT = Aim.below(1.1);
    private static final long YARDSTICK_SECONDS = 5;
    private static final double SEARCH_GRAIN = 25;

    /**
     * The local platform looks up a payout without a callback after three seconds, so that a demo does
     * not take long: each is asked about at a rate that no provider would see. This is the default.
     */
    private static final Map<String, String> AS_IN_PRODUCTION =
            Map.of(
                    "SLUICE_PROVIDERS_PIENTEGRA_USE_EXPECTEDWITHIN",
                    "2m",
                    "SLUICE_PROVIDERS_PRAXIS_USE_EXPECTEDWITHIN",
                    "2m");

    private static final long DEFAULT_RATE = 200;

    private final Options options;
    private final Report report;
    private final EndToEndFigures figures;
    private double cpuMillisEach;
    private @Nullable Course course;

    private EndToEndBenchmark(Options options, Report report) {
        this.options = options;
        this.report = report;
        this.figures = new EndToEndFigures(report);
    }

    static int run(List<String> words) throws IOException {
        Report report = new Report("e2e");
        new EndToEndBenchmark(
                        new Options(
                                words,
                                Set.of(
                                        "rate",
                                        "minutes",
                                        "seconds",
                                        "warm-up",
                                        "users",
                                        "rows",
                                        "find-max")),
                        report)
                .measure();
        return report.finish(System.out);
    }

    /**
     * {@code ./sluice bench smoke}: a short run, whose ratios to its yardsticks are held to the
     * committed ones.
     */
    static int smoke(List<String> words) throws IOException {
        Options options = new Options(words, Set.of("write"));
        Report report = new Report("smoke");
        new EndToEndBenchmark(
                        new Options(
                                List.of(
                                        "--rate 40 --seconds 15 --warm-up 15 --users 200 --yardstick 2"
                                                .split(" ", -1)),
                                Set.of("rate", "seconds", "warm-up", "users", "yardstick")),
                        report)
                .measure();
        int exitCode = report.finish(System.out);
        return exitCode == 0 ? CommittedRatios.judge(report, options.has("write")) : exitCode;
    }

    private void measure() throws IOException {
        Path data = Path.of(System.getProperty("sluice.root", "."), ".sluice", "bench", "platform");
        String[] users =
                IntStream.range(0, (int) options.number("users", USERS))
                        .mapToObj(n -> "bench-user-" + n)
                        .toArray(String[]::new);
        try (RunningPlatform platform = RunningPlatform.start(data, List.of(), AS_IN_PRODUCTION);
                Withdrawing withdrawing =
                        new Withdrawing(RunningPlatform.port(8080), CONNECTIONS, users, SEED);
                PartnerEndpoint partner = new PartnerEndpoint(withdrawing)) {
            BenchOperator operator = new BenchOperator();
            operator.fund(users);
            operator.tell("Sandbox", partner.url());
            load(withdrawing, (double) options.number("rate", DEFAULT_RATE), warmUp());
            requireAllSent(withdrawing);
            if (options.has("find-max")) {
                report.figure("highest_rate_per_second", highest(withdrawing));
            } else {
                window("", platform, withdrawing);
                afterMany(platform, withdrawing);
            }
            judge(withdrawing, partner, operator);
            yardsticks(platform, withdrawing);
        }
        durability();
    }

    private Duration warmUp() {
        return Duration.ofSeconds(options.number("warm-up", 30));
    }

    private Duration duration() {
        return options.has("seconds")
                ? Duration.ofSeconds(options.number("seconds", 60))
                : Duration.ofMinutes(options.number("minutes", 1));
    }

    private static Load.Result load(Withdrawing withdrawing, double rate, Duration duration) {
        return Load.openDue(rate, duration, PLACES, (_, due) -> withdrawing.open(due));
    }

    /** The same once more, after so many withdrawals of the past. */
    private void afterMany(RunningPlatform platform, Withdrawing withdrawing) {
        long rows = options.number("rows", 0);
        if (rows == 0) {
            return;
        }
        double before = withdrawing.toSent().getValueAtPercentile(50);
        double cpuBefore = cpuMillisEach;
        Past past = new Past(platform.databasePassword());
        for (String database : Past.DATABASES) {
            long begin = System.nanoTime();
            past.fill(database, rows);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d withdrawals of the past after %.0f s%n",
                    database,
                    rows,
                    (System.nanoTime() - begin) / 1e9);
        }
        load(withdrawing, (double) options.number("rate", DEFAULT_RATE), warmUp());
        requireAllSent(withdrawing);
        window("after_rows_", platform, withdrawing);
        report.condition("rows", rows)
                .ratio(
                        "p50_after_rows",
                        withdrawing.toSent().getValueAtPercentile(50) / before,
                        AIM_FLAT)
                .ratio("cpu_after_rows", cpuMillisEach / cpuBefore, AIM_FLAT);
    }

    private void window(String when, RunningPlatform platform, Withdrawing withdrawing) {
        long rate = options.number("rate", DEFAULT_RATE);
        long before = withdrawing.sent();
        withdrawing.beginWindow();
        ProcessUse use = ProcessUse.of(platform.processes());
        long begin = System.nanoTime();
        course = new Course(platform);
        withdrawing.tell(course);
        Load.Result posts = load(withdrawing, (double) rate, duration());
        requireAllSent(withdrawing);
        course.close();
        double seconds = (System.nanoTime() - begin) / 1e9;
        ProcessUse used = ProcessUse.of(platform.processes()).since(use);
        long done = withdrawing.sent() - before;
        report.condition(when + "offered_per_second", rate)
                .condition(when + "window_seconds", Math.round(posts.seconds()))
                .condition(when + "answers_by_status", posts.answers())
                .figure(when + "withdrawals_per_second", done / seconds)
                .figure(when + "post_p50_ms", posts.millis(50))
                .figure(when + "post_p99_ms", posts.millis(99));
        figures.percentiles(when + "e2e", withdrawing.toSent(), 1_000);
        cpuMillisEach = figures.use(when, used, done);
        for (String service :
                List.of("withdrawal-api", "ledger-service", "gateway-adapter", "webhook-ingest")) {
            report.figure(when + "memory_growth_" + service, course.growth(service));
        }
    }

    private void requireAllSent(Withdrawing withdrawing) {
        if (!withdrawing.awaitAllSent(QUIET)) {
            report.invalid(
                    "withdrawal.sent: "
                            + withdrawing.sent()
                            + " (expected: "
                            + withdrawing.accepted()
                            + ")");
        }
    }

    /** The highest rate, to a grain, whose 99th percentile stays below the aim for half a minute. */
    private double highest(Withdrawing withdrawing) {
        double held = 0;
        double step = options.number("rate", DEFAULT_RATE);
        double rate = step;
        while (step >= SEARCH_GRAIN) {
            withdrawing.beginWindow();
            load(withdrawing, rate, Duration.ofSeconds(options.number("seconds", 30)));
            requireAllSent(withdrawing);
            double p99 = withdrawing.toSent().getValueAtPercentile(99) / 1_000.0;
            System.out.printf(Locale.ROOT, "%.0f/s: p99 %.0f ms%n", rate, p99);
            if (p99 < AIM_MILLIS) {
                held = rate;
            } else {
                step /= 2;
            }
            rate = held + step;
        }
        return held;
    }

    /** Accepted = reserved = submitted = settled = delivered, and paid = settled, to the unit. */
    private void judge(Withdrawing withdrawing, PartnerEndpoint partner, BenchOperator operator)
            throws IOException {
        Journeys journeys =
                Journeys.read(
                        "localhost:" + RunningPlatform.port(19092), withdrawing.heardMillis());
        long accepted = withdrawing.accepted();
        requireEqual("withdrawal.sent heard", withdrawing.sent(), accepted);
        for (String event :
                List.of(
                        "withdrawal-requested",
                        "funds-reserved",
                        "payout-authorized",
                        "payout-submitted",
                        "funds-settled")) {
            requireEqual(event, journeys.reached(event), accepted);
        }
        BenchOperator.Paid paid = operator.paid();
        requireEqual("payouts at the provider", paid.count(), accepted);
        requireEqual("paid by the provider", paid.amount(), journeys.settledAmount());
        requireEqual("unreadable webhooks", partner.unreadable(), 0);
        requireEqual("difference of the books", operator.difference(), 0);
        journeys.stages()
                .forEach((stage, times) -> figures.percentiles("stage_" + stage, times, 1));
        report.condition("accepted", accepted)
                .condition("repeated_webhooks", withdrawing.repeated())
                .condition("records", journeys.records());
        plot(journeys, withdrawing);
    }

    private void requireEqual(String what, long found, long expected) {
        if (found != expected) {
            report.invalid(what + ": " + found + " (expected: " + expected + ")");
        }
    }

    private void yardsticks(RunningPlatform platform, Withdrawing withdrawing) throws IOException {
        Yardsticks yardsticks =
                Yardsticks.measure(
                        report, platform, (int) options.number("yardstick", YARDSTICK_SECONDS));
        if (cpuMillisEach > 0) {
            double p50 = withdrawing.toSent().getValueAtPercentile(50) / 1e6;
            report.ratio("p50_in_tpcb_transactions", p50 * yardsticks.transactionsPerSecond())
                    .ratio("cpu_in_bare_calls", 1_000 * cpuMillisEach / yardsticks.bareCpuMicros());
        }
    }

    private void plot(Journeys journeys, Withdrawing withdrawing) throws IOException {
        if (course == null) {
            return;
        }
        Path file = report.file("png");
        Plot.write(
                file,
                "Sluice: " + options.number("rate", DEFAULT_RATE) + " withdrawals a second",
                journeys.stages(),
                withdrawing.toSent(),
                course);
        report.condition("plot", file);
    }

    private void durability() {
        report.condition("postgresql", "fsync=on, synchronous_commit=on, full_page_writes=on")
                .condition("kafka", "acks=all, one broker, default flush (page cache)")
                .condition("answers", "every 2xx after the commit that holds it");
    }
}
