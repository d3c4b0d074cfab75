package io.sluice.verification.bench;

import io.sluice.testing.bench.Aim;
import io.sluice.testing.bench.Report;
import io.sluice.testing.bench.Samples;
import io.sluice.verification.RunningPlatform;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ./sluice bench api}: withdrawals accepted at {@code POST /external/withdrawals}, each on disk
 * before its 201, beside a bare endpoint in the same run; and the same again after five million.
 *
 * <p>{@code --rows N} to fill with another number (0: not at all), {@code --rounds N}, {@code
 * --seconds N} a measurement.
 */
final class ApiBenchmark {

    private static final double AIM_PER_SECOND = 4_000;
    private static final double AIM_RATIO = 0.3;
    private static final double AIM_P99_MILLIS = 50;
    private static final double CALM = 1_000;
    private static final int AT_ONCE = 256;
    private static final int PLACES = 8_192;
    private static final long ROWS = 5_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private final Options options;
    private final Report report = new Report("api");

    private ApiBenchmark(Options options) {
        this.options = options;
    }

    static int run(List<String> words) throws IOException {
        return new ApiBenchmark(new Options(words, Set.of("rows", "rounds", "seconds"))).run();
    }

    private int run() throws IOException {
        Path data = Path.of(System.getProperty("sluice.root", "."), ".sluice", "bench", "platform");
        try (RunningPlatform platform =
                        RunningPlatform.start(data, List.of("withdrawal-api"), Map.of());
                BareEndpoint bare = BareEndpoint.start();
                HttpTarget yardstick = new HttpTarget(bare.port(), AT_ONCE);
                HttpTarget api = new HttpTarget(RunningPlatform.port(8080), AT_ONCE)) {
            ApiDatabase database = new ApiDatabase(platform.databasePassword());
            Opening opening = new Opening(api, new BenchOperator().application(SETTINGS));
            Load.closed(AT_ONCE, WARM_UP, opening::post);
            Load.closed(AT_ONCE, seconds(), _ -> BareEndpoint.call(yardstick));
            measure("", platform, opening, yardstick);
            long rows = options.number("rows", ROWS);
            if (rows > 0) {
                report.condition("rows_before_the_second_part", database.fill(rows));
                Load.closed(AT_ONCE, seconds(), opening::post);
                measure("after_rows_", platform, opening, yardstick);
            }
            judge(database, opening);
        }
        report.condition("durability", "fsync and synchronous_commit on; no webhook endpoint set");
        return report.finish(System.out);
    }

    private static final String SETTINGS =
            """
            {"applicationKey":"Bench","merchantId":"Test-Integration-Merchant","currencies":["TRY"],
            "route":["pientegra","praxis"],"defaultGateway":"pientegra"}""";

    private Duration seconds() {
        return Duration.ofSeconds(options.number("seconds", 8));
    }

    private void measure(
            String when, RunningPlatform platform, Opening opening, HttpTarget yardstick) {
        Samples samples = new Samples();
        for (long round = options.number("rounds", 3); round > 0; round--) {
            samples.add(
                    "bare_endpoint_per_second",
                    Load.closed(AT_ONCE, seconds(), _ -> BareEndpoint.call(yardstick))
                            .perSecond(201));
            ProcessUse before = ProcessUse.of(platform.processes());
            Load.Result full = Load.closed(AT_ONCE, seconds(), opening::post);
            ProcessUse.of(platform.processes())
                    .since(before)
                    .cpuSeconds()
                    .forEach(
                            (part, used) ->
                                    samples.add(
                                            "cpu_us_each_" + part, 1e6 * used / full.count(201)));
            samples.add("accepted_per_second", full.perSecond(201));
            samples.add("full_p99_ms", full.millis(99));
        }
        double accepted = samples.median("accepted_per_second");
        report.figure(when + "accepted_per_second", accepted, Aim.atLeast(AIM_PER_SECOND));
        samples.names().stream()
                .filter(name -> name.startsWith("cpu_") || name.startsWith("full_"))
                .sorted()
                .forEach(name -> report.figure(when + name, samples.median(name)));
        report.yardstick(
                when + "bare_endpoint_per_second", samples.median("bare_endpoint_per_second"));
        report.ratio(
                when + "accepted_to_bare_endpoint",
                samples.ratio("accepted_per_second", "bare_endpoint_per_second"),
                Aim.atLeast(AIM_RATIO));
        open(when, "at_1000_", CALM, opening, Aim.below(AIM_P99_MILLIS));
        open(when, "at_4000_", AIM_PER_SECOND, opening, null);
    }

    /** From the moment that each call was due. */
    private void open(
            String when, String rate, double perSecond, Opening opening, @Nullable Aim aim) {
        Load.Result result = Load.open(perSecond, seconds(), PLACES, opening::post);
        report.figure(when + rate + "accepted_per_second", result.perSecond(201))
                .figure(when + rate + "p50_ms", result.millis(50));
        if (aim == null) {
            report.figure(when + rate + "p99_ms", result.millis(99));
        } else {
            report.figure(when + rate + "p99_ms", result.millis(99), aim);
        }
    }

    /** What was answered 201 is there, once, and is published; what was not may be there. */
    private void judge(ApiDatabase database, Opening opening) {
        long rows = database.opened();
        if (rows < opening.accepted() || rows > opening.asked()) {
            report.invalid(
                    rows
                            + " withdrawals (expected: the "
                            + opening.accepted()
                            + " accepted of "
                            + opening.asked()
                            + ")");
        }
        database.awaitPublished();
        long published = Published.withdrawals("localhost:" + RunningPlatform.port(19092));
        if (published < rows) {
            report.invalid(published + " events (expected: one for each of " + rows + ")");
        }
        report.condition("accepted", opening.accepted()).condition("asked", opening.asked());
    }
}
