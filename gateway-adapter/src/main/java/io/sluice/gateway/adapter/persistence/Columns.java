package io.sluice.gateway.adapter.persistence;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import java.util.List;
import java.util.function.Function;

/** A list of records as one array for each column, bound in the order of the calls. */
final class Columns<T> {

    private final List<T> rows;
    private GenericExecuteSpec statement;
    private int next;

    Columns(GenericExecuteSpec statement, List<T> rows) {
        this.statement = statement;
        this.rows = rows;
    }

    <V> Columns<T> bind(V[] empty, Function<T, @Nullable V> value) {
        statement = statement.bind(next, rows.stream().map(value).toList().toArray(empty));
        next++;
        return this;
    }

    Columns<T> texts(Function<T, @Nullable String> value) {
        return bind(new String[0], value);
    }

    Columns<T> integers(Function<T, @Nullable Integer> value) {
        return bind(new Integer[0], value);
    }

    Columns<T> longs(Function<T, @Nullable Long> value) {
        return bind(new Long[0], value);
    }

    GenericExecuteSpec statement() {
        return statement;
    }
}
