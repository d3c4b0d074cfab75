package io.sluice.verification.bench;

import io.sluice.testing.bench.Aim;
import io.sluice.testing.bench.Report;
import io.sluice.testing.bench.Samples;
import io.sluice.testing.bench.TpcB;
import io.sluice.verification.RunningPlatform;
import io.sluice.verification.bench.AuthorizedPayouts.Authorized;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code ./sluice bench gateway}: payouts through the adapter and the sandbox, from the ledger's
 * word to ours. The gate: what was authorized is what the sandbox paid, each once, to the cent.
 */
final class GatewayBenchmark {

    private static final int PAYOUTS = 20_000;
    private static final int ROUNDS = 3;
    private static final int SINGLES = 300;
    private static final int AT_ONCE = 128;
    private static final int SECONDS = 3;

    /** No callbacks: who would hear them is not measured here. */
    private static final int SILENT = 24;

    private static final int AFTER_20_SECONDS = 31;

    /** As many as the gateway sends a provider at a time on the local platform. */
    private static final int SLOW_AT_ONCE = 256;

    private static final Duration BETWEEN_SINGLES = Duration.ofMillis(40);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final AuthorizedPayouts authorized;
    private final SubmittedPayouts submitted;
    private final SandboxView sandbox;
    private final Samples samples = new Samples();
    private final Report report = new Report("gateway");
    private int said;
    private long sumAuthorized;

    private GatewayBenchmark(
            AuthorizedPayouts authorized, SubmittedPayouts submitted, SandboxView sandbox) {
        this.authorized = authorized;
        this.submitted = submitted;
        this.sandbox = sandbox;
    }

    static int run(List<String> words) throws IOException, TimeoutException {
        Options options = new Options(words, Set.of("payouts", "rounds", "without-slow"));
        Path data = Path.of(System.getProperty("sluice.root", "."), ".sluice", "bench", "platform");
        String kafka = "localhost:" + RunningPlatform.port(19092);
        try (RunningPlatform platform =
                        RunningPlatform.start(
                                data, List.of("gateway-adapter", "sandbox"), settings());
                AuthorizedPayouts authorized =
                        new AuthorizedPayouts(
                                kafka, platform.secret("key.SLUICE_DESTINATION_KEY"));
                SubmittedPayouts submitted = new SubmittedPayouts(kafka)) {
            SandboxView sandbox = new SandboxView(RunningPlatform.port(8090));
            GatewayBenchmark benchmark = new GatewayBenchmark(authorized, submitted, sandbox);
            benchmark.measure(options, platform);
            return benchmark.report.finish(System.out);
        }
    }

    /** Nothing is looked up during the run, and nobody loses patience with the slow provider. */
    private static Map<String, String> settings() {
        return Map.of(
                "SLUICE_GATEWAY_LEASE", "90s",
                "SLUICE_PROVIDERS_PIENTEGRA_USE_EXPECTEDWITHIN", "30m",
                "SLUICE_PROVIDERS_PRAXIS_USE_EXPECTEDWITHIN", "30m",
                "SLUICE_PROVIDERS_PRAXIS_USE_READTIMEOUT", "40s",
                "SLUICE_PROVIDERS_PRAXIS_USE_OVERALLTIMEOUT", "45s",
                "SLUICE_PROVIDERS_PRAXIS_USE_SLOWCALL", "60s");
    }

    private void measure(Options options, RunningPlatform platform)
            throws IOException, TimeoutException {
        int payouts = (int) options.number("payouts", PAYOUTS);
        int rounds = (int) options.number("rounds", ROUNDS);
        Map<String, SandboxView.Total> before = sandbox.totals();
        rate("warm_up", "pientegra", payouts);
        rate("warm_up", "praxis", payouts / 2);
        for (int round = 0; round < rounds; round++) {
            samples.add("pientegra", rate("pientegra", "pientegra", payouts));
            samples.add("praxis", rate("praxis", "praxis", payouts));
            if (!options.has("without-slow")) {
                samples.add("beside_slow", besideSlow(payouts));
            }
        }
        latencies();
        gate(before);
        yardsticks(platform);
        figures(options, payouts, rounds);
    }

    private double rate(String name, String provider, int payouts) throws TimeoutException {
        List<Authorized> prepared = authorized.prepare(payouts, provider, SILENT);
        long begin = System.nanoTime();
        say(prepared);
        submitted.awaitAll(prepared, LIMIT);
        double perSecond = payouts / ((System.nanoTime() - begin) / 1e9);
        System.out.printf("  %-12s %,8.0f payouts/s%n", name, perSecond);
        return perSecond;
    }

    private void say(List<Authorized> prepared) {
        prepared.forEach(authorized::say);
        said += prepared.size();
        sumAuthorized += prepared.stream().mapToLong(Authorized::amount).sum();
    }

    /** The other provider's rate while every place at the slow one is taken for 20 s. */
    private double besideSlow(int payouts) throws TimeoutException {
        List<Authorized> slow = authorized.prepare(SLOW_AT_ONCE, "praxis", AFTER_20_SECONDS);
        List<Authorized> prepared = authorized.prepare(payouts, "pientegra", SILENT);
        say(slow);
        pause(Duration.ofSeconds(2));
        long begin = System.nanoTime();
        say(prepared);
        submitted.awaitAll(prepared, LIMIT);
        double seconds = (System.nanoTime() - begin) / 1e9;
        boolean slowAllAlong = submitted.count() < said - SLOW_AT_ONCE / 2;
        submitted.awaitAll(slow, LIMIT);
        System.out.printf("  %-12s %,8.0f payouts/s%n", "beside slow", payouts / seconds);
        if (!slowAllAlong) {
            report.condition("beside_slow", "the slow ones ended before the round did");
        }
        return payouts / seconds;
    }

    /** One payout after another on a quiet system. */
    private void latencies() throws TimeoutException {
        Histogram toCall = new Histogram(60_000_000, 3);
        Histogram toWord = new Histogram(60_000_000, 3);
        for (Authorized one : authorized.prepare(SINGLES, "pientegra", SILENT)) {
            Instant authorizedAt = Instant.now();
            say(List.of(one));
            SubmittedPayouts.Submitted word = submitted.await(one.id(), LIMIT);
            Instant acceptedAt = sandbox.acceptedAt(word.reference());
            record(toCall, authorizedAt, acceptedAt);
            record(toWord, acceptedAt, word.heardAt());
            pause(BETWEEN_SINGLES);
        }
        report.figure("authorized_to_call_p50_ms", toCall.getValueAtPercentile(50) / 1e3)
                .figure("authorized_to_call_p99_ms", toCall.getValueAtPercentile(99) / 1e3)
                .figure("answer_to_submitted_p50_ms", toWord.getValueAtPercentile(50) / 1e3)
                .figure("answer_to_submitted_p99_ms", toWord.getValueAtPercentile(99) / 1e3);
    }

    private static void record(Histogram micros, Instant from, Instant to) {
        micros.recordValue(Math.max(0, Duration.between(from, to).toNanos() / 1_000));
    }

    private void gate(Map<String, SandboxView.Total> before) {
        SandboxView.Total none = new SandboxView.Total(0, 0);
        SandboxView.Total paid =
                sandbox.totals().entrySet().stream()
                        .map(
                                after ->
                                        after.getValue()
                                                .minus(before.getOrDefault(after.getKey(), none)))
                        .reduce(
                                none,
                                (a, b) ->
                                        new SandboxView.Total(
                                                a.count() + b.count(), a.amount() + b.amount()));
        if (paid.count() != said || paid.amount() != sumAuthorized) {
            report.invalid(
                    "paid %,d payouts, %,d in all (expected: %,d, %,d)"
                            .formatted(paid.count(), paid.amount(), said, sumAuthorized));
        }
    }

    private void yardsticks(RunningPlatform platform) throws IOException {
        byte[] body =
                ("{\"externalUserId\":\"user\",\"amount\":\"12324\",\"currency\":\"TRY\","
                                + "\"targetIban\":\"TR320010009999901234567890\",\"targetHolderName\":\"A\"}")
                        .getBytes(StandardCharsets.UTF_8);
        try (HttpTarget target = new HttpTarget(RunningPlatform.port(8090), AT_ONCE)) {
            Load.Result alone =
                    Load.closed(
                            AT_ONCE,
                            Duration.ofSeconds(SECONDS),
                            _ ->
                                    target.post(
                                            SandboxView.WITHDRAWALS,
                                            headers -> {
                                                headers.set(
                                                        "Authorization",
                                                        "Bearer " + SandboxView.PIENTEGRA_KEY);
                                                headers.set(
                                                        "Idempotency-Key",
                                                        UUID.randomUUID().toString());
                                            },
                                            body));
            report.yardstick("sandbox_alone_per_second", alone.perSecond(201));
        }
        TpcB tpcb =
                new TpcB(
                                "localhost",
                                RunningPlatform.port(15432),
                                "postgres",
                                platform.databasePassword())
                        .prepare(1);
        report.condition("tpcb_client", tpcb.client());
        report.yardstick("tpcb_per_second", tpcb.run(SECONDS));
    }

    private void figures(Options options, int payouts, int rounds) {
        report.condition("payouts_a_round", payouts).condition("rounds", rounds);
        report.condition("limits", "lifted; 256 calls at a time to each provider");
        report.figure(
                "pientegra_payouts_per_second", samples.median("pientegra"), Aim.atLeast(2_000));
        report.figure("praxis_payouts_per_second", samples.median("praxis"));
        if (!options.has("without-slow")) {
            report.figure("beside_slow_payouts_per_second", samples.median("beside_slow"));
            report.figure(
                    "beside_slow_worse_percent",
                    100 * (1 - samples.ratio("beside_slow", "pientegra")),
                    Aim.below(10));
        }
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
