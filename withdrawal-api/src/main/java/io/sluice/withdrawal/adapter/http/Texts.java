package io.sluice.withdrawal.adapter.http;

import java.text.Normalizer;
import java.util.Optional;

/** Text that people write: any script, in one form, and nothing in it that cannot be seen. */
final class Texts {

    private Texts() {}

    /** NFC, without blanks around it. */
    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    }

    /** What is wrong with a text as it came, if anything; never the text itself. */
    static Optional<String> fault(String text, int maxLength) {
        if (text.codePoints().anyMatch(Texts::isRefused)) {
            return Optional.of("it has control characters");
        }
        String normal = normal(text);
        int length = normal.codePointCount(0, normal.length());
        return length > maxLength ? Optional.of("it has " + length) : Optional.empty();
    }

    static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(
                        c -> Character.isWhitespace(c) || Character.getType(c) == Character.FORMAT);
    }

    private static boolean isRefused(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    true;
            case Character.FORMAT -> turnsText(character);
            default -> false;
        };
    }

    /** Embeddings, overrides and isolates: they make a name look like another one. */
    private static boolean turnsText(int character) {
        return (character >= 0x202a && character <= 0x202e)
                || (character >= 0x2066 && character <= 0x2069);
    }
}
