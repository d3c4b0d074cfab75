package io.sluice.verification.bench;

import io.sluice.contracts.Topics;
import io.sluice.messaging.EncodedEvent;
import io.sluice.testing.bench.Aim;
import io.sluice.testing.bench.Report;
import io.sluice.testing.bench.Samples;
import io.sluice.verification.RunningPlatform;

import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code ./sluice bench ingest}: callbacks from the provider's POST to the fact on Kafka, each about
 * a payout of its own that the gateway has named before.
 */
final class IngestBenchmark {

    private static final int AT_ONCE = 128;
    private static final int STEADY_PER_SECOND = 1_000;
    private static final int GOOD_IN_FLOOD_PER_SECOND = 200;
    private static final int FORGED_PER_SECOND = 10_000;
    private static final int AT_FIRST_PER_SECOND = 6_000;
    private static final double HEADROOM = 1.6;
    private static final long WARM_UP_SECONDS = 60;
    private static final Duration LINKED_WITHIN = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final RunningPlatform platform;
    private final Options options;
    private final SignedCallbacks callbacks = new SignedCallbacks();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong linked = new AtomicLong();
    private final Map<Long, Long> keptAt = new ConcurrentHashMap<>();
    private final Samples samples = new Samples();
    private final Report report = new Report("ingest");

    private IngestBenchmark(RunningPlatform platform, Options options) {
        this.platform = platform;
        this.options = options;
    }

    static int run(List<String> words) throws Exception {
        Options options = new Options(words, Set.of("rounds", "seconds", "warm-up"));
        Path data = Path.of(System.getProperty("sluice.root", "."), ".sluice", "bench", "platform");
        try (RunningPlatform platform =
                RunningPlatform.start(data, List.of("webhook-ingest"), Map.of())) {
            return new IngestBenchmark(platform, options).run();
        }
    }

    private int run() throws Exception {
        Duration round = Duration.ofSeconds(options.number("seconds", 8));
        try (BareEndpoint bare = BareEndpoint.start();
                HttpTarget constant = new HttpTarget(bare.port(), AT_ONCE);
                HttpTarget ingest = new HttpTarget(RunningPlatform.port(8083), AT_ONCE);
                Facts facts = new Facts(broker(), Topics.PAYOUT_STATUS)) {
            double before = warmUp(constant, ingest, facts, round);
            for (long i = 0; i < options.number("rounds", 3); i++) {
                link((long) (HEADROOM * before * round.toSeconds()));
                double bareEndpoint = bareEndpoint(constant, round.dividedBy(2));
                samples.add("bare", bareEndpoint);
                before = round(ingest, facts, round);
                say("round", before, bareEndpoint);
            }
            report.figure("callbacks_durable_per_second", samples.median("durable"))
                    .figure(
                            "callbacks_published_per_second",
                            samples.median("published"),
                            Aim.atLeast(5_000))
                    .yardstick("bare_endpoint_per_second", samples.median("bare"))
                    .ratio(
                            "published_by_bare_endpoint",
                            samples.ratio("published", "bare"),
                            Aim.atLeast(0.3));
            for (String part : List.of("webhook-ingest", "postgres", "kafka", "benchmark")) {
                report.figure(
                        "cpu_micros_each_" + part.replace('-', '_'), samples.median("cpu " + part));
            }
            steady(ingest, facts, round.multipliedBy(2));
            flooded(ingest, round.multipliedBy(2));
            check(facts);
        }
        return report.finish(System.out);
    }

    /** Rounds that count for nothing, while the JVMs on both sides compile; what the last reached. */
    private double warmUp(HttpTarget constant, HttpTarget ingest, Facts facts, Duration round)
            throws Exception {
        long end =
                System.nanoTime()
                        + Duration.ofSeconds(options.number("warm-up", WARM_UP_SECONDS)).toNanos();
        double before = AT_FIRST_PER_SECOND / HEADROOM;
        do {
            link((long) (HEADROOM * before * round.toSeconds()));
            double bareEndpoint = bareEndpoint(constant, round.dividedBy(4));
            before = closed(ingest, round).perSecond(200);
            facts.await(keptAt.size(), QUIET);
            say("warm-up", before, bareEndpoint);
        } while (System.nanoTime() - end < 0);
        return before;
    }

    private static void say(String what, double durable, double bareEndpoint) {
        System.out.printf(
                Locale.ROOT,
                "%s: %,.0f callbacks/s, bare endpoint %,.0f/s%n",
                what,
                durable,
                bareEndpoint);
    }

    /** As fast as it goes, up to the last fact on Kafka; how many were durable in a second. */
    private double round(HttpTarget ingest, Facts facts, Duration duration)
            throws InterruptedException {
        int keptBefore = keptAt.size();
        ProcessUse use = ProcessUse.of(platform.processes());
        long begun = System.nanoTime();
        double durable = closed(ingest, duration).perSecond(200);
        facts.await(keptAt.size(), QUIET);
        int kept = keptAt.size() - keptBefore;
        samples.add("durable", durable);
        samples.add("published", kept / ((facts.lastAt() - begun) / 1e9));
        ProcessUse.of(platform.processes())
                .since(use)
                .cpuSeconds()
                .forEach((part, seconds) -> samples.add("cpu " + part, 1e6 * seconds / kept));
        return durable;
    }

    private Load.Result closed(HttpTarget ingest, Duration duration) {
        return Load.closed(AT_ONCE, duration, _ -> callback(ingest));
    }

    private void steady(HttpTarget ingest, Facts facts, Duration duration) throws Exception {
        link(STEADY_PER_SECOND * duration.toSeconds());
        long first = next.get();
        Load.Result result = Load.open(STEADY_PER_SECOND, duration, AT_ONCE, _ -> callback(ingest));
        facts.await(keptAt.size(), QUIET);
        Histogram delay = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
        facts.seenAt()
                .forEach(
                        (number, seen) -> {
                            Long kept = keptAt.get(number);
                            if (number >= first && kept != null) {
                                delay.recordValue(Math.max(0, (seen - kept) / 1_000));
                            }
                        });
        report.figure("p50_at_1000_per_second_ms", result.millis(50))
                .figure("p99_at_1000_per_second_ms", result.millis(99), Aim.below(25))
                .figure("from_2xx_to_kafka_p50_ms", delay.getValueAtPercentile(50) / 1e3)
                .figure("from_2xx_to_kafka_p99_ms", delay.getValueAtPercentile(99) / 1e3);
    }

    private void flooded(HttpTarget ingest, Duration duration) throws Exception {
        link(GOOD_IN_FLOOD_PER_SECOND * duration.toSeconds() * 2);
        Load.Result calm =
                Load.open(GOOD_IN_FLOOD_PER_SECOND, duration, AT_ONCE, _ -> callback(ingest));
        byte[] body = callbacks.body(0);
        byte[] forged =
                """
                POST %s HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Pientegra-Signature: t=%d,v1=%s\r
                Content-Length: %d\r
                \r
                """
                        .formatted(
                                SignedCallbacks.PATH,
                                System.currentTimeMillis(),
                                "0".repeat(64),
                                body.length)
                        .concat(new String(body, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
        try (Flood flood = Flood.start(RunningPlatform.port(8083), FORGED_PER_SECOND, forged)) {
            Load.Result good =
                    Load.open(GOOD_IN_FLOOD_PER_SECOND, duration, AT_ONCE, _ -> callback(ingest));
            report.figure("good_p99_before_the_flood_ms", calm.millis(99))
                    .figure("good_p50_in_the_flood_ms", good.millis(50))
                    .figure("good_p99_in_the_flood_ms", good.millis(99))
                    .figure("forged_offered_per_second", flood.sentPerSecond())
                    .figure("forged_refused_per_second", flood.refusedPerSecond());
        }
    }

    private Mono<Integer> callback(HttpTarget ingest) {
        long number = next.getAndIncrement();
        byte[] body = callbacks.body(number);
        return ingest.post(SignedCallbacks.PATH, headers -> callbacks.sign(headers, body), body)
                .doOnNext(
                        status -> {
                            if (status == 200) {
                                keptAt.put(number, System.nanoTime());
                            } else {
                                report.invalid("a good callback was answered " + status);
                            }
                        });
    }

    private static double bareEndpoint(HttpTarget target, Duration duration) {
        byte[] body = new SignedCallbacks().body(0);
        return Load.closed(AT_ONCE, duration, _ -> target.post(BareEndpoint.PATH, _ -> {}, body))
                .perSecond(201);
    }

    /** Has the gateway's word out for so many more payouts than were spoken of. */
    private void link(long more) throws Exception {
        long until = next.get() + more;
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker(), "linger.ms", 5),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            while (linked.get() < until) {
                EncodedEvent event = callbacks.submitted(linked.getAndIncrement());
                ProducerRecord<String, byte[]> record =
                        new ProducerRecord<>(
                                event.topic(), event.partition(), event.key(), event.payload());
                event.headers()
                        .forEach(
                                (name, value) ->
                                        record.headers()
                                                .add(name, value.getBytes(StandardCharsets.UTF_8)));
                var _ = producer.send(record);
            }
        }
        long giveUpAt = System.nanoTime() + LINKED_WITHIN.toNanos();
        while (count("SELECT count(*) FROM provider_reference WHERE payout_id IS NOT NULL")
                < linked.get()) {
            if (System.nanoTime() - giveUpAt > 0) {
                throw new IllegalStateException("payouts: not linked within " + LINKED_WITHIN);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** What was answered 200 is kept and published; what was forged is not. */
    private void check(Facts facts) throws InterruptedException, SQLException {
        facts.await(keptAt.size(), QUIET);
        long lost = keptAt.keySet().stream().filter(n -> !facts.seenAt().containsKey(n)).count();
        if (lost > 0) {
            report.invalid(lost + " callbacks were answered 200 and not published");
        }
        long rows = count("SELECT count(*) FROM callback");
        if (rows != keptAt.size()) {
            report.invalid(rows + " callbacks are kept (expected: " + keptAt.size() + ")");
        }
        report.condition("callbacks", keptAt.size())
                .condition("published_again", facts.repeated())
                .condition(
                        "callbacks_in_one_commit",
                        rows / count("SELECT count(DISTINCT xmin::text) FROM callback"));
    }

    private long count(String sql) throws SQLException {
        String url =
                "jdbc:postgresql://localhost:" + RunningPlatform.port(15432) + "/webhook_ingest";
        try (Connection connection =
                        DriverManager.getConnection(url, "postgres", platform.databasePassword());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String broker() {
        return "localhost:" + RunningPlatform.port(19092);
    }
}
