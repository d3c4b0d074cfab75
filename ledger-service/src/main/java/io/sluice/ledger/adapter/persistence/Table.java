package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.sluice.messaging.Writes;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table and what each of its columns holds of a row, said once for both ways to write new rows:
 * COPY, which costs least for each row, and INSERT, which shares its trip with all else that is
 * written.
 */
final class Table<T> {

    /** A column as COPY writes it and as {@code unnest} reads it. */
    private record Column<T>(
            String name,
            String type,
            BiConsumer<CopiedRows, T> copied,
            Function<Columns<T>, @Nullable Object[]> array) {}

    private final String name;
    private final List<Column<T>> columns;
    private final String into;
    private final String insert;

    private Table(String name, List<Column<T>> columns) {
        this.name = name;
        this.columns = columns;
        this.into =
                columns.stream()
                        .map(Column::name)
                        .collect(Collectors.joining(", ", name + " (", ")"));
        this.insert =
                IntStream.range(0, columns.size())
                        .mapToObj(i -> "$" + (i + 1) + "::" + columns.get(i).type() + "[]")
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "INSERT INTO " + into + " SELECT * FROM unnest(",
                                        ")\n"));
    }

    static <T> Table<T> named(String name) {
        return new Table<>(name, List.of());
    }

    Mono<Long> copy(Connection connection, List<T> rows) {
        return CopiedRows.into(
                connection,
                into,
                columns.size(),
                rows,
                (out, row) -> columns.forEach(column -> column.copied().accept(out, row)));
    }

    /** A part of a statement; none for no rows. */
    Stream<Writes.Part> insert(List<T> rows) {
        if (rows.isEmpty()) {
            return Stream.empty();
        }
        Columns<T> all = Columns.of(rows);
        return Stream.of(
                new Writes.Part(
                        insert,
                        columns.stream().map(column -> column.array().apply(all)).toList()));
    }

    Table<T> smallint(String column, ToIntFunction<T> value) {
        return with(
                column,
                "smallint",
                (out, row) -> out.smallint(value.applyAsInt(row)),
                rows -> rows.integers(value::applyAsInt));
    }

    Table<T> integer(String column, Function<T, @Nullable Integer> value) {
        return with(
                column,
                "integer",
                (out, row) -> out.integer(value.apply(row)),
                rows -> rows.integers(value));
    }

    Table<T> bigint(String column, ToLongFunction<T> value) {
        return with(
                column,
                "bigint",
                (out, row) -> out.bigint(value.applyAsLong(row)),
                rows -> rows.longs(value));
    }

    Table<T> uuid(String column, Function<T, @Nullable UUID> value) {
        return with(
                column,
                "uuid",
                (out, row) -> out.uuid(value.apply(row)),
                rows -> rows.uuids(value));
    }

    Table<T> text(String column, Function<T, @Nullable String> value) {
        return with(
                column,
                "text",
                (out, row) -> out.text(value.apply(row)),
                rows -> rows.texts(value));
    }

    Table<T> jsonb(String column, Function<T, @Nullable String> value) {
        return with(
                column,
                "jsonb",
                (out, row) -> out.jsonb(value.apply(row)),
                rows -> rows.texts(value));
    }

    /** To the microsecond. */
    Table<T> time(String column, Function<T, @Nullable Instant> value) {
        return with(
                column,
                "timestamptz",
                (out, row) -> out.time(value.apply(row)),
                rows -> rows.times(value));
    }

    private Table<T> with(
            String column,
            String type,
            BiConsumer<CopiedRows, T> copied,
            Function<Columns<T>, @Nullable Object[]> array) {
        return new Table<>(
                name,
                Stream.concat(
                                columns.stream(),
                                Stream.of(new Column<>(column, type, copied, array)))
                        .toList());
    }
}
