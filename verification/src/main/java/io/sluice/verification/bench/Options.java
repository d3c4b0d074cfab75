package io.sluice.verification.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words after a benchmark's name: {@code --minutes 5 --find-max}. */
public final class Options {

    private final Map<String, String> values = new HashMap<>();

    /**
     * @param known every option of the benchmark, without its dashes
     * @throws IllegalArgumentException for any other word
     */
    public Options(List<String> words, Set<String> known) {
        String last = "";
        for (String word : words) {
            if (word.startsWith("--") && known.contains(word.substring(2))) {
                last = word.substring(2);
                values.put(last, "");
            } else if (!last.isEmpty() && "".equals(values.get(last))) {
                values.put(last, word);
            } else {
                throw new IllegalArgumentException(
                        word
                                + " (expected: "
                                + (known.isEmpty()
                                        ? "nothing"
                                        : known.stream().sorted().map(k -> "--" + k).toList())
                                + ")");
            }
        }
    }

    public boolean has(String option) {
        return values.containsKey(option);
    }

    public long number(String option, long otherwise) {
        String text = values.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "--" + option + ": " + text + " (expected: a whole number)");
        }
    }
}
