package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Statements on one connection. */
final class Sql {

    private Sql() {}

    static <T> Mono<List<T>> query(
            Connection connection, String sql, Function<Readable, T> row, Object... binds) {
        return Flux.from(bound(connection, sql, binds).execute())
                .concatMap(result -> result.map(row))
                .collectList();
    }

    static Mono<Long> update(Connection connection, String sql, Object... binds) {
        return Flux.from(bound(connection, sql, binds).execute())
                .concatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum);
    }

    private static Statement bound(Connection connection, String sql, Object... binds) {
        Statement statement = connection.createStatement(sql);
        for (int index = 0; index < binds.length; index++) {
            statement.bind(index, binds[index]);
        }
        return statement;
    }

    /** A column that is never null. */
    static <T> T get(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    static Instant time(Readable row, String column) {
        return get(row, column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant timeOrNull(Readable row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
