package io.sluice.verification.simulation;

import io.sluice.verification.simulation.service.Seams;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What {@code ./sluice simulate} calls: runs seeds, and shows the first history that is violated.
 */
public final class Main {

    private static final int VIOLATED = 1;
    private static final int MISUSED = 2;
    private static final long SEEDS = 2_000;
    private static final long PROGRESS_EVERY = 1_000;
    private static final long AT_ONCE = 100;

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        try {
            System.exit(run(List.of(arguments), System.out));
        } catch (IllegalArgumentException e) {
            System.err.println("sluice: simulate: " + e.getMessage());
            System.exit(MISUSED);
        }
    }

    private static int run(List<String> words, PrintStream out) throws IOException {
        Map<String, Long> options = options(words);
        long from = options.getOrDefault("--from", 1L);
        long end = from + options.getOrDefault("--seeds", SEEDS);
        Tally tally = new Tally();
        for (long seed = from; seed < end; seed += AT_ONCE) {
            List<History> histories =
                    LongStream.range(seed, Math.min(end, seed + AT_ONCE))
                            .parallel()
                            .mapToObj(each -> Simulation.run(each, Seams.NONE))
                            .toList();
            for (History history : histories) {
                tell(history, tally, options.containsKey("--show"), out);
                tally.add(history);
            }
            if (tally.histories % PROGRESS_EVERY == 0) {
                out.printf("%d histories%n", tally.histories);
            }
        }
        out.printf(
                "%d histories from seed %d: %d withdrawals, %d steps, %d violations%n",
                tally.histories, from, tally.withdrawals, tally.steps, tally.violated.size());
        write(from, tally);
        return tally.violated.isEmpty() ? 0 : VIOLATED;
    }

    /** What all of them come to; of histories only those are kept that are to be reported. */
    private static final class Tally {

        private final List<History> violated = new ArrayList<>();
        private long histories;
        private long withdrawals;
        private long steps;

        void add(History history) {
            histories++;
            withdrawals += history.withdrawals();
            steps += history.steps();
            if (history.violation() != null) {
                violated.add(history);
            }
        }
    }

    /** All of it when asked for, and of the first that is violated. */
    private static void tell(History history, Tally before, boolean show, PrintStream out) {
        boolean isFirst = history.violation() != null && before.violated.isEmpty();
        if (show || isFirst) {
            history.journal().lines().forEach(out::println);
        }
        if (history.violation() == null) {
            return;
        }
        out.printf("seed %d: VIOLATION %s%n", history.seed(), history.violation());
        out.printf("again: ./sluice simulate --seeds 1 --from %d%n", history.seed());
    }

    private static Map<String, Long> options(List<String> words) {
        Map<String, Long> options = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--show")) {
                options.put(word, 1L);
            } else if ((word.equals("--seeds") || word.equals("--from")) && i + 1 < words.size()) {
                i++;
                options.put(word, number(word, words.get(i)));
            } else {
                throw new IllegalArgumentException(
                        word + " (expected: --seeds N, --from SEED, --show)");
            }
        }
        return options;
    }

    private static long number(String option, String text) {
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    option + ": " + text + " (expected: a whole number)");
        }
    }

    private static void write(long from, Tally tally) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", from);
        report.put("histories", tally.histories);
        report.put("withdrawals", tally.withdrawals);
        report.put("steps", tally.steps);
        report.put("violations", tally.violated.size());
        report.put("violated", tally.violated.stream().map(Main::violated).toList());
        Path file = Path.of(System.getProperty("sluice.root", "."), ".sluice", "simulate.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report)
                        + "\n");
    }

    private static Map<String, Object> violated(History history) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("seed", history.seed());
        row.put("violation", String.valueOf(history.violation()));
        return row;
    }
}
