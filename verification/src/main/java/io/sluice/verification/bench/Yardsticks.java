package io.sluice.verification.bench;

import io.sluice.testing.bench.Report;
import io.sluice.testing.bench.TpcB;
import io.sluice.verification.RunningPlatform;

import java.io.IOException;
import java.time.Duration;

/**
 * What the machine does, in the same run, of things that everybody knows.
 *
 * @param transactionsPerSecond of TPC-B
 * @param bareCpuMicros of a WebFlux endpoint that returns a constant, for each call
 */
record Yardsticks(double transactionsPerSecond, double bareCpuMicros) {

    /**
     * @param seconds for each
     */
    static Yardsticks measure(Report report, RunningPlatform platform, int seconds)
            throws IOException {
        TpcB tpcb =
                new TpcB(
                                "localhost",
                                RunningPlatform.port(15432),
                                "postgres",
                                platform.databasePassword())
                        .prepare(1);
        double transactions = tpcb.run(seconds);
        BareEndpoint.Reached bare = BareEndpoint.measured();
        report.yardstick("tpcb_per_second", transactions)
                .condition("tpcb_client", tpcb.client())
                .yardstick(
                        "kafka_acks_all_per_second",
                        KafkaProducing.run(
                                "localhost:" + RunningPlatform.port(19092),
                                Duration.ofSeconds(seconds)))
                .yardstick("bare_endpoint_per_second", bare.perSecond())
                .yardstick("bare_endpoint_cpu_us", bare.cpuMicros());
        return new Yardsticks(transactions, bare.cpuMicros());
    }
}
