package io.sluice.verification.bench;

import io.sluice.testing.bench.Aim;
import io.sluice.testing.bench.Report;
import io.sluice.testing.bench.Samples;
import io.sluice.testing.bench.TpcB;
import io.sluice.verification.RunningPlatform;

import org.HdrHistogram.Histogram;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * {@code ./sluice bench webhooks}: what ten partners' endpoints get when much is due, and how soon
 * they get it when withdrawals come at a steady rate; then both again while one of the ten answers
 * after 20 s and another refuses connections, as seen by the other eight.
 */
final class WebhooksBenchmark {

    private static final int SITES = 10;
    private static final int GOOD = 8;
    private static final int ROUNDS = 3;
    private static final int DELIVERIES = 30_000;
    private static final int RATE = 500;
    private static final int SECONDS = 15;
    private static final int WARM_UP_SECONDS = 10;
    private static final int CONNECTIONS = 64;
    private static final int PLACES = 512;
    private static final int CREATED = 201;
    private static final int YARDSTICK_SECONDS = 3;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final double AIM_PER_SECOND = 3_000;
    private static final double AIM_MILLIS = 50;
    private static final double AIM_WORSE = 0.9;

    private final Options options;
    private final Report report = new Report("webhooks");
    private final Samples rates = new Samples();

    private WebhooksBenchmark(Options options) {
        this.options = options;
    }

    static int run(List<String> words) throws IOException {
        return new WebhooksBenchmark(
                        new Options(words, Set.of("deliveries", "rounds", "rate", "seconds")))
                .run();
    }

    private int run() throws IOException {
        Path data = Path.of(System.getProperty("sluice.root", "."), ".sluice", "bench", "platform");
        try (RunningPlatform platform =
                        RunningPlatform.start(data, List.of("withdrawal-api"), Map.of());
                WebhookEndpoints endpoints = new WebhookEndpoints();
                WebhookSites sites = new WebhookSites(SITES, platform.databasePassword());
                HttpTarget api = new HttpTarget(RunningPlatform.port(8080), CONNECTIONS)) {
            allWell(sites, endpoints);
            drain("warm_up", sites, endpoints, SITES);
            steady(api, sites, endpoints, WARM_UP_SECONDS);
            well(platform, sites, endpoints);
            delays("", steady(api, sites, endpoints, seconds()));
            sites.point(GOOD, WebhookEndpoints.slowUrl());
            sites.point(GOOD + 1, WebhookEndpoints.refusingUrl());
            for (long round = 0; round < rounds(); round++) {
                drain("sick", sites, endpoints, GOOD);
            }
            delays("two_sick_", steady(api, sites, endpoints, seconds()));
            if (endpoints.badlySigned() > 0) {
                report.invalid("signatures: " + endpoints.badlySigned() + " wrong (expected: 0)");
            }
            report.condition("repeated", endpoints.repeated());
            yardsticks(platform);
        }
        report();
        return report.finish(System.out);
    }

    private long rounds() {
        return options.number("rounds", ROUNDS);
    }

    private int seconds() {
        return (int) options.number("seconds", SECONDS);
    }

    private void well(RunningPlatform platform, WebhookSites sites, WebhookEndpoints endpoints) {
        ProcessUse before = ProcessUse.of(platform.processes());
        for (long round = 0; round < rounds(); round++) {
            drain("well", sites, endpoints, SITES);
        }
        ProcessUse used = ProcessUse.of(platform.processes()).since(before);
        double deliveries = (double) rounds() * options.number("deliveries", DELIVERIES);
        used.cpuSeconds()
                .forEach(
                        (part, cpu) ->
                                report.figure("cpu_us_each_" + part, 1e6 * cpu / deliveries));
        report.figure(
                "resident_mb_withdrawal-api",
                used.residentMegabytes().getOrDefault("withdrawal-api", 0.0));
    }

    private static void allWell(WebhookSites sites, WebhookEndpoints endpoints) {
        for (int site = 0; site < SITES; site++) {
            endpoints.secret(site, sites.point(site, endpoints.url(site)));
        }
    }

    /** Much is due at once: how many a second arrive, at all endpoints and at the good eight. */
    private void drain(String name, WebhookSites sites, WebhookEndpoints endpoints, int expected) {
        endpoints.forget();
        sites.clear();
        int each = (int) options.number("deliveries", DELIVERIES) / SITES;
        sites.queue(each);
        await(name, endpoints, (long) each * expected);
        requireNoneWaiting(name, sites, expected);
        rates.add(name + "_all", perSecond(endpoints, SITES));
        rates.add(name + "_eight", perSecond(endpoints, GOOD));
        System.out.printf(Locale.ROOT, "%s: %.0f/s%n", name, perSecond(endpoints, SITES));
    }

    private static double perSecond(WebhookEndpoints endpoints, int sites) {
        long[] at =
                endpoints.arrivals().values().stream()
                        .filter(arrival -> arrival.site() < sites)
                        .mapToLong(WebhookEndpoints.Arrival::micros)
                        .toArray();
        long first = LongStream.of(at).min().orElse(0);
        long last = LongStream.of(at).max().orElse(1);
        return (at.length - 1) * 1e6 / (last - first);
    }

    /** Withdrawals at a steady rate, over all sites; from each event's transaction to its arrival. */
    private Histogram steady(
            HttpTarget api, WebhookSites sites, WebhookEndpoints endpoints, int seconds) {
        endpoints.forget();
        sites.clear();
        Load.Result opened =
                Load.open(
                        (double) options.number("rate", RATE),
                        Duration.ofSeconds(seconds),
                        PLACES,
                        number -> open(api, (int) (number % SITES)));
        if (opened.count(CREATED) != opened.all()) {
            report.invalid("answers: " + opened.answers() + " (expected: 201)");
        }
        Map<String, String> stored = sites.stored();
        await("steady", endpoints, opened.count(CREATED) * GOOD / SITES);
        requireNoneWaiting("steady", sites, GOOD);
        Histogram micros = new Histogram(LONGEST_MICROS, 3);
        endpoints
                .arrivals()
                .forEach(
                        (id, arrival) -> {
                            String began = stored.get(id);
                            if (began != null && arrival.site() < GOOD) {
                                micros.recordValue(
                                        Math.clamp(
                                                arrival.micros() - Long.parseLong(began),
                                                0,
                                                LONGEST_MICROS));
                            }
                        });
        return micros;
    }

    private static Mono<Integer> open(HttpTarget api, int site) {
        byte[] body =
                ("{\"externalUserId\":\"user-12345\",\"amount\":\"1000\",\"currency\":\"TRY\","
                                + "\"targetIban\":\"TR320010009999901234567890\","
                                + "\"targetHolderName\":\"Ayşe Yılmaz\"}")
                        .getBytes(StandardCharsets.UTF_8);
        return api.post(
                "/external/withdrawals",
                headers ->
                        headers.set("Authorization", "Bearer " + WebhookSites.apiKey(site))
                                .set("Content-Type", "application/json")
                                .set("Idempotency-Key", UUID.randomUUID().toString()),
                body);
    }

    private void await(String what, WebhookEndpoints endpoints, long expected) {
        long known = -1;
        long since = System.nanoTime();
        while (endpoints.arrivals().size() < expected) {
            int now = endpoints.arrivals().size();
            if (now != known) {
                known = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > QUIET.toNanos()) {
                report.invalid(what + ": " + now + " arrived (expected: " + expected + ")");
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** What arrived is settled, too. */
    private void requireNoneWaiting(String what, WebhookSites sites, int ofSites) {
        long end = System.nanoTime() + QUIET.toNanos();
        while (sites.waiting(ofSites) > 0) {
            if (System.nanoTime() > end) {
                report.invalid(what + ": " + sites.waiting(ofSites) + " waiting (expected: 0)");
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private void delays(String which, Histogram micros) {
        report.figure(which + "delay_p50_ms", micros.getValueAtPercentile(50) / 1_000.0)
                .figure(
                        which + "delay_p99_ms",
                        micros.getValueAtPercentile(99) / 1_000.0,
                        Aim.below(AIM_MILLIS))
                .figure(which + "delay_max_ms", micros.getMaxValue() / 1_000.0);
    }

    private void report() {
        report.figure(
                        "deliveries_per_second",
                        rates.median("well_all"),
                        Aim.atLeast(AIM_PER_SECOND))
                .figure("eight_per_second", rates.median("well_eight"))
                .figure("eight_per_second_two_sick", rates.median("sick_eight"))
                .ratio(
                        "eight_two_sick_to_well",
                        rates.ratio("sick_eight", "well_eight"),
                        Aim.atLeast(AIM_WORSE))
                .condition("deliveries_each_round", options.number("deliveries", DELIVERIES))
                .condition("opened_per_second", options.number("rate", RATE))
                .condition("delay", "from the start of the event's transaction to its arrival")
                .condition("postgresql", "fsync=on, synchronous_commit=on, off for claims alone");
    }

    private void yardsticks(RunningPlatform platform) throws IOException {
        TpcB tpcb =
                new TpcB(
                                "localhost",
                                RunningPlatform.port(15432),
                                "postgres",
                                platform.databasePassword())
                        .prepare(1);
        double transactions = tpcb.run(YARDSTICK_SECONDS);
        double bare = BareEndpoint.measured().perSecond();
        report.yardstick("tpcb_per_second", transactions)
                .condition("tpcb_client", tpcb.client())
                .yardstick("bare_endpoint_per_second", bare)
                .ratio("deliveries_to_tpcb", rates.median("well_all") / transactions)
                .ratio("deliveries_to_bare_endpoint", rates.median("well_all") / bare);
    }
}
