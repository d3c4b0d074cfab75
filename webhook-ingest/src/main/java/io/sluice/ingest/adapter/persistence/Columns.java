package io.sluice.ingest.adapter.persistence;

import io.r2dbc.spi.Readable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Values between rows and records. */
final class Columns {

    private Columns() {}

    static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    static Instant time(Readable row, String column) {
        return required(row, column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** One array parameter: a value of each item, null where it has none. */
    static <S, T> @Nullable T[] array(
            Collection<S> items,
            IntFunction<@Nullable T[]> array,
            Function<? super S, ? extends @Nullable T> value) {
        @Nullable T[] values = array.apply(items.size());
        int index = 0;
        for (S item : items) {
            values[index++] = value.apply(item);
        }
        return values;
    }
}
