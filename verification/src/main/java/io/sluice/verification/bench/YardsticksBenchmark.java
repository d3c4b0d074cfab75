package io.sluice.verification.bench;

import io.sluice.testing.bench.Report;
import io.sluice.testing.bench.Samples;
import io.sluice.testing.bench.TpcB;
import io.sluice.verification.RunningPlatform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ./sluice bench yardsticks}: what this machine does of things that everybody knows. */
final class YardsticksBenchmark {

    private static final int ROUNDS = 5;
    private static final int SECONDS = 3;
    private static final int AT_ONCE = 128;
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private YardsticksBenchmark() {}

    static int run(List<String> words) throws IOException {
        Options options = new Options(words, Set.of("rounds"));
        Samples samples = new Samples();
        Report report = new Report("yardsticks");
        Path data = Path.of(System.getProperty("sluice.root", "."), ".sluice", "bench", "platform");
        try (RunningPlatform platform = RunningPlatform.start(data, List.of("sandbox"), Map.of());
                BareEndpoint bare = BareEndpoint.start();
                HttpTarget target = new HttpTarget(bare.port(), AT_ONCE)) {
            TpcB tpcb =
                    new TpcB(
                                    "localhost",
                                    RunningPlatform.port(15432),
                                    "postgres",
                                    platform.databasePassword())
                            .prepare(1);
            report.condition("tpcb_client", tpcb.client());
            bareEndpoint(target);
            for (int round = 0; round < options.number("rounds", ROUNDS); round++) {
                samples.add("tpcb_per_second", tpcb.run(SECONDS));
                samples.add("bare_endpoint_per_second", bareEndpoint(target));
                samples.add(
                        "kafka_acks_all_per_second",
                        KafkaProducing.run(
                                "localhost:" + RunningPlatform.port(19092),
                                Duration.ofSeconds(SECONDS)));
            }
        }
        samples.medians().forEach(report::yardstick);
        return report.finish(System.out);
    }

    private static double bareEndpoint(HttpTarget target) {
        return Load.closed(
                        AT_ONCE,
                        Duration.ofSeconds(SECONDS),
                        _ -> target.post(BareEndpoint.PATH, _ -> {}, BODY))
                .perSecond(201);
    }
}
