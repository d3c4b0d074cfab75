package io.sluice.local.deadletter;

import io.sluice.contracts.Topics;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What is asked about dead letters. A topic is named with or without {@code .dlt}. */
public sealed interface DeadLetterRequest {

    String USAGE =
            "list, show TOPIC PARTITION OFFSET, redrive TOPIC [--withdrawal ID],"
                    + " or discard TOPIC PARTITION OFFSET --reason TEXT";

    record All() implements DeadLetterRequest {}

    record Show(String topic, int partition, long offset) implements DeadLetterRequest {}

    /**
     * @param withdrawal of this one alone; null: all that are open
     */
    record Redrive(String topic, @Nullable String withdrawal) implements DeadLetterRequest {}

    record Discard(String topic, int partition, long offset, String reason)
            implements DeadLetterRequest {}

    /** Throws IllegalArgumentException for words that make no sense, saying which. */
    static DeadLetterRequest parse(List<String> words) {
        String verb = words.isEmpty() ? "" : words.getFirst();
        int count = words.size();
        if (verb.equals("list") && count == 1) {
            return new All();
        }
        if (verb.equals("show") && count == 4) {
            return new Show(topic(words.get(1)), partition(words.get(2)), offset(words.get(3)));
        }
        if (verb.equals("redrive") && count == 2) {
            return new Redrive(topic(words.get(1)), null);
        }
        if (verb.equals("redrive") && count == 4 && words.get(2).equals("--withdrawal")) {
            return new Redrive(topic(words.get(1)), words.get(3));
        }
        if (verb.equals("discard") && count == 6 && words.get(4).equals("--reason")) {
            String reason = words.get(5).strip();
            if (reason.isEmpty()) {
                throw new IllegalArgumentException("--reason: empty (expected: why)");
            }
            return new Discard(
                    topic(words.get(1)), partition(words.get(2)), offset(words.get(3)), reason);
        }
        throw new IllegalArgumentException(
                "dlt: " + String.join(" ", words) + " (expected: " + USAGE + ")");
    }

    private static String topic(String word) {
        String topic = word.endsWith(".dlt") ? word.substring(0, word.length() - 4) : word;
        if (!Topics.ALL.contains(topic)) {
            throw new IllegalArgumentException(
                    "topic: " + word + " (expected: one of " + String.join(", ", Topics.ALL) + ")");
        }
        return topic;
    }

    private static int partition(String word) {
        return (int) number("partition", word, Topics.PARTITIONS - 1L);
    }

    private static long offset(String word) {
        return number("offset", word, Long.MAX_VALUE);
    }

    private static long number(String what, String word, long most) {
        try {
            long number = Long.parseLong(word);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(
                what + ": " + word + " (expected: a whole number from 0 to " + most + ")");
    }
}
