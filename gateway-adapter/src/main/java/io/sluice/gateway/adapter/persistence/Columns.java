package io.sluice.gateway.adapter.persistence;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A list of records as one array for each column, in the order of the calls. */
final class Columns<T> {

    private final List<T> rows;
    private final List<Object> values = new ArrayList<>();

    Columns(List<T> rows) {
        this.rows = rows;
    }

    <V> Columns<T> column(V[] empty, Function<T, @Nullable V> value) {
        values.add(rows.stream().map(value).toList().toArray(empty));
        return this;
    }

    Columns<T> texts(Function<T, @Nullable String> value) {
        return column(new String[0], value);
    }

    Columns<T> integers(Function<T, @Nullable Integer> value) {
        return column(new Integer[0], value);
    }

    Columns<T> longs(Function<T, @Nullable Long> value) {
        return column(new Long[0], value);
    }

    /** The values of a statement's first parameters. */
    List<Object> values() {
        return values;
    }
}
