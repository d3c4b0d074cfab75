package io.sluice.local.demo;

import io.sluice.local.process.PlainFailure;
import io.sluice.local.security.Security;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From the partner's POST to the arrival of its {@code withdrawal.sent}, one withdrawal at a time.
 *
 * @param sorted shortest first
 */
public record Latency(List<Duration> sorted) {

    private static final int UNMEASURED = 20;
    private static final int MEASURED = 20;
    private static final int PRACTICE_ROUNDS = 30;
    private static final int PRACTICE_AT_ONCE = 30;
    private static final long AMOUNT = 100;
    private static final Duration LIMIT = Duration.ofSeconds(15);

    public Latency {
        sorted = sorted.stream().sorted().toList();
    }

    /**
     * Work without a measurement: what the services will do most, and enough of it for their
     * compilers to learn from.
     */
    public static void practise(Security security) {
        PlatformClient client = new PlatformClient(security);
        for (int round = 0; round < PRACTICE_ROUNDS; round++) {
            for (int i = 0; i < PRACTICE_AT_ONCE; i++) {
                client.openWithdrawal(DemoPartner.OTHER_USER, AMOUNT);
            }
            once(client);
        }
    }

    /** The first few only warm the JVMs up. */
    static Latency measure(PlatformClient client) {
        repeat(client, UNMEASURED);
        return new Latency(repeat(client, MEASURED));
    }

    private static List<Duration> repeat(PlatformClient client, int times) {
        return IntStream.range(0, times).mapToObj(_ -> once(client)).toList();
    }

    private static Duration once(PlatformClient client) {
        Instant begin = Instant.now();
        String id = client.openWithdrawal(DemoPartner.OTHER_USER, AMOUNT).withdrawalId();
        Webhooks.Received sent =
                Webhooks.await(client, id, "withdrawal.sent", LIMIT)
                        .orElseThrow(
                                () ->
                                        new PlainFailure(
                                                "withdrawal "
                                                        + id
                                                        + ": no withdrawal.sent within "
                                                        + LIMIT.toSeconds()
                                                        + " s"));
        return Duration.between(begin, sent.at());
    }

    String inWords() {
        return "%d withdrawals one after another, after %d to warm up: p50 %d ms, max %d ms"
                .formatted(
                        sorted.size(),
                        UNMEASURED,
                        sorted.get(sorted.size() / 2).toMillis(),
                        sorted.getLast().toMillis());
    }
}
