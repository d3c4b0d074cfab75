package io.sluice.verification.bench;

import io.sluice.testing.bench.Report;
import io.sluice.testing.bench.Samples;
import io.sluice.testing.bench.TpcB;
import io.sluice.verification.RunningPlatform;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ./sluice bench yardsticks}: what this machine does of things that everybody knows. */
final class YardsticksBenchmark {

    private static final int ROUNDS = 5;
    private static final int SECONDS = 3;

    private YardsticksBenchmark() {}

    static int run(List<String> words) throws IOException {
        Options options = new Options(words, Set.of("rounds"));
        Samples samples = new Samples();
        Report report = new Report("yardsticks");
        Path data = Path.of(System.getProperty("sluice.root", "."), ".sluice", "bench", "platform");
        try (RunningPlatform platform = RunningPlatform.start(data, List.of("sandbox"), Map.of())) {
            TpcB tpcb =
                    new TpcB(
                                    "localhost",
                                    RunningPlatform.port(15432),
                                    "postgres",
                                    platform.databasePassword())
                            .prepare(1);
            report.condition("tpcb_client", tpcb.client());
            for (int round = 0; round < options.number("rounds", ROUNDS); round++) {
                samples.add("tpcb_per_second", tpcb.run(SECONDS));
                samples.add("bare_endpoint_per_second", BareEndpoint.measured().perSecond());
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
}
