package io.sluice.withdrawal.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/** The number a person reads out: {@code W-2026-0000001}; unique over all years. */
public record ReferenceNo(String text) {

    private static final Pattern SHAPE = Pattern.compile("W-[0-9]{4}-[0-9]{7,18}");

    public ReferenceNo {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "referenceNo: " + text.length() + " characters (expected: W-<year>-<number>)");
        }
    }

    public static ReferenceNo of(int year, long number) {
        return new ReferenceNo(String.format(Locale.ROOT, "W-%04d-%07d", year, number));
    }

    @Override
    public String toString() {
        return text;
    }
}
