package io.sluice.ledger.bench;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * How long and how much.
 *
 * @param rounds interleaved; the figures are their medians
 * @param cellMillis for each mode and batch size in each round
 * @param yardstickSeconds of TPC-B in each round
 * @param serviceRecords through the whole service in each round
 * @param entries that the last measurement finds in the books
 */
record BenchSettings(
        int rounds,
        int cellMillis,
        int yardstickSeconds,
        int serviceRecords,
        long entries,
        Path output) {

    static BenchSettings of(String... arguments) {
        boolean quick = Arrays.asList(arguments).contains("--quick");
        Path output = Path.of(".sluice", "bench", "ledger.json");
        long entries = quick ? 200_000 : 10_000_000;
        for (String argument : arguments) {
            if (argument.startsWith("--output=")) {
                output = Path.of(argument.substring("--output=".length()));
            } else if (argument.startsWith("--entries=")) {
                entries = Long.parseLong(argument.substring("--entries=".length()));
            } else if (!"--quick".equals(argument)) {
                throw new IllegalArgumentException(
                        argument + " (expected: --quick, --entries=N or --output=FILE)");
            }
        }
        return quick
                ? new BenchSettings(2, 300, 1, 2_000, entries, output)
                : new BenchSettings(5, 2_000, 5, 40_000, entries, output);
    }
}
