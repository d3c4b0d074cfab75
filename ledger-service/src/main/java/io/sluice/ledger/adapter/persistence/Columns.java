package io.sluice.ledger.adapter.persistence;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Rows as one array for each column, which is how they travel to {@code unnest}. */
record Columns<T>(List<T> rows) {

    /** As PostgreSQL reads times of any year, and cut off at the microsecond as CopiedRows does. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendValue(ChronoField.YEAR_OF_ERA, 4, 10, SignStyle.NOT_NEGATIVE)
                    .appendPattern("-MM-dd HH:mm:ss.SSSSSSX ")
                    .appendText(ChronoField.ERA, Map.of(0L, "BC", 1L, "AD"))
                    .toFormatter(Locale.ROOT);

    static <T> Columns<T> of(Collection<T> rows) {
        return new Columns<>(List.copyOf(rows));
    }

    @Nullable UUID[] uuids(Function<T, @Nullable UUID> column) {
        @Nullable UUID[] values = new @Nullable UUID[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    @Nullable String[] texts(Function<T, @Nullable String> column) {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    Long[] longs(ToLongFunction<T> column) {
        Long[] values = new Long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.applyAsLong(rows.get(i));
        }
        return values;
    }

    @Nullable Integer[] integers(Function<T, @Nullable Integer> column) {
        @Nullable Integer[] values = new @Nullable Integer[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    /** For {@code timestamptz[]}. */
    @Nullable String[] times(Function<T, @Nullable Instant> column) {
        return texts(
                row -> {
                    Instant value = column.apply(row);
                    return value == null ? null : TIME.format(value.atOffset(ZoneOffset.UTC));
                });
    }
}
