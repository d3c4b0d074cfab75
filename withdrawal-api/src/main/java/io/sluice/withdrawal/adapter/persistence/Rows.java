package io.sluice.withdrawal.adapter.persistence;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Rows bound column by column, as arrays for {@code unnest}: one statement for any number. */
record Rows<T>(GenericExecuteSpec statement, List<T> rows) {

    Rows<T> uuids(String column, Function<T, UUID> of) {
        return bind(column, rows.stream().map(of).toArray(UUID[]::new));
    }

    Rows<T> texts(String column, Function<T, @Nullable String> of) {
        String[] values = new String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            @Nullable String value = of.apply(rows.get(i));
            set(values, i, value);
        }
        return bind(column, values);
    }

    Rows<T> longs(String column, Function<T, Long> of) {
        return bind(column, rows.stream().map(of).toArray(Long[]::new));
    }

    Rows<T> integers(String column, Function<T, Integer> of) {
        return bind(column, rows.stream().map(of).toArray(Integer[]::new));
    }

    /** As text, to be cast in the statement. */
    Rows<T> instants(String column, Function<T, @Nullable Instant> of) {
        return texts(
                column,
                row -> {
                    Instant value = of.apply(row);
                    return value == null ? null : value.toString();
                });
    }

    private Rows<T> bind(String column, Object values) {
        return new Rows<>(statement.bind(column, values), rows);
    }

    @SuppressWarnings("NullAway") // an array's elements may be null in the database
    private static void set(String[] values, int i, @Nullable String value) {
        values[i] = value;
    }
}
