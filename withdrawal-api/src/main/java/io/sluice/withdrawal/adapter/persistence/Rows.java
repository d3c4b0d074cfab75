package io.sluice.withdrawal.adapter.persistence;

import io.sluice.messaging.Writes;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Rows bound column by column, as arrays for {@code unnest}: one statement for any number. */
final class Rows<T> {

    /** {@code :name}, and not the cast {@code ::type}. */
    private static final Pattern NAMED = Pattern.compile("(?<!:):([a-z_]+)");

    private static final Map<String, String> NUMBERED = new ConcurrentHashMap<>();

    private final String sql;
    private final List<T> rows;
    private final Map<String, Object> columns = new LinkedHashMap<>();

    /**
     * @param sql with each column as a parameter of its name; the columns in the same order each time
     */
    Rows(String sql, List<T> rows) {
        this.sql = sql;
        this.rows = rows;
    }

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

    GenericExecuteSpec statement(DatabaseClient database) {
        return part().statement(database);
    }

    /** As a part of what a transaction writes. */
    Writes.Part part() {
        List<String> names = List.copyOf(columns.keySet());
        return new Writes.Part(
                NUMBERED.computeIfAbsent(sql, text -> numbered(text, names)),
                List.copyOf(columns.values()));
    }

    private static String numbered(String sql, List<String> names) {
        return NAMED.matcher(sql)
                .replaceAll(
                        found -> {
                            int place = names.indexOf(found.group(1));
                            if (place < 0) {
                                throw new IllegalStateException(
                                        found.group()
                                                + ": not bound (expected: one of "
                                                + names
                                                + ")");
                            }
                            return "\\$" + (place + 1);
                        });
    }

    private Rows<T> bind(String column, Object values) {
        columns.put(column, values);
        return this;
    }

    @SuppressWarnings("NullAway") // an array's elements may be null in the database
    private static void set(String[] values, int i, @Nullable String value) {
        values[i] = value;
    }
}
