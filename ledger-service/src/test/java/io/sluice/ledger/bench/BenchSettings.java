package io.sluice.ledger.bench;

import java.util.List;

/**
 * How long and how much.
 *
 * @param batches sizes, in records
 * @param rounds interleaved; the figures are their medians
 * @param cellMillis for each mode and batch size in each round
 * @param yardstickSeconds of TPC-B in each round
 * @param serviceRecords through the whole service in each round; 0: without it
 * @param entries that the last measurement finds in the books; 0: without it
 */
record BenchSettings(
        List<Integer> batches,
        int rounds,
        int cellMillis,
        int yardstickSeconds,
        int serviceRecords,
        long entries) {

    /** The size that the aims are stated for. */
    static final int LARGEST = 500;

    private static final List<Integer> SIZES = List.of(1, 10, 100, LARGEST);
    private static final BenchSettings FULL =
            new BenchSettings(SIZES, 5, 1_000, 3, 30_000, 10_000_000);
    private static final BenchSettings QUICK = new BenchSettings(SIZES, 2, 500, 1, 10_000, 200_000);

    BenchSettings {
        batches = List.copyOf(batches);
    }

    /** {@code [--quick] [--largest] [--rounds N] [--service RECORDS] [--entries N]}. */
    static BenchSettings of(String... words) {
        BenchSettings settings = FULL;
        for (int i = 0; i < words.length; i++) {
            settings =
                    switch (words[i]) {
                        case "--quick" -> QUICK;
                        case "--largest" -> settings.withLargestOnly();
                        case "--rounds" -> settings.withRounds(Math.toIntExact(number(words, ++i)));
                        case "--service" ->
                                settings.withService(Math.toIntExact(number(words, ++i)));
                        case "--entries" -> settings.withEntries(number(words, ++i));
                        default ->
                                throw new IllegalArgumentException(
                                        words[i]
                                                + " (expected: --quick, --largest, --rounds N,"
                                                + " --service RECORDS or --entries N)");
                    };
        }
        return settings;
    }

    private static long number(String[] words, int index) {
        String text = index < words.length ? words[index] : "nothing";
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    words[index - 1] + ": " + text + " (expected: a whole number)");
        }
    }

    private BenchSettings withLargestOnly() {
        return new BenchSettings(
                List.of(LARGEST), rounds, cellMillis, yardstickSeconds, serviceRecords, entries);
    }

    private BenchSettings withRounds(int newRounds) {
        return new BenchSettings(
                batches, newRounds, cellMillis, yardstickSeconds, serviceRecords, entries);
    }

    private BenchSettings withService(int records) {
        return new BenchSettings(batches, rounds, cellMillis, yardstickSeconds, records, entries);
    }

    private BenchSettings withEntries(long newEntries) {
        return new BenchSettings(
                batches, rounds, cellMillis, yardstickSeconds, serviceRecords, newEntries);
    }
}
