package io.sluice.verification.bench;

import java.util.List;

/** What {@code ./sluice bench} calls, but for the ledger's, which needs the ledger's inside. */
public final class Main {

    private static final int MISUSED = 2;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try {
            System.exit(run(List.of(arguments)));
        } catch (IllegalArgumentException e) {
            System.err.println("sluice: bench: " + e.getMessage());
            System.exit(MISUSED);
        }
    }

    private static int run(List<String> words) throws Exception {
        String name = words.isEmpty() ? "none" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (name) {
            case "api" -> ApiBenchmark.run(rest);
            case "e2e" -> EndToEndBenchmark.run(rest);
            case "gateway" -> GatewayBenchmark.run(rest);
            case "webhooks" -> WebhooksBenchmark.run(rest);
            case "ingest" -> IngestBenchmark.run(rest);
            case "smoke" -> EndToEndBenchmark.smoke(rest);
            case "yardsticks" -> YardsticksBenchmark.run(rest);
            default ->
                    throw new IllegalArgumentException(
                            name
                                    + " (expected: api, e2e, gateway, ingest, ledger, smoke, webhooks"
                                    + " or yardsticks)");
        };
    }
}
