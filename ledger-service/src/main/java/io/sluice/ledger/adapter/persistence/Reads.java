package io.sluice.ledger.adapter.persistence;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.function.Function;

/** Single statements, each on a connection of its own. */
final class Reads {

    private static final int FETCH = 1_000;
    private static final int ALL = 0;

    private final ConnectionFactory connections;

    Reads(ConnectionFactory connections) {
        this.connections = connections;
    }

    /** The first row of a few: they come at once, since a portion costs a trip of its own. */
    <T> Mono<T> one(String sql, Function<Readable, T> row, Object... binds) {
        return read(ALL, sql, row, binds).next();
    }

    /** Rows as they are read, in portions, so that a long answer does not fill the memory. */
    <T> Flux<T> many(String sql, Function<Readable, T> row, Object... binds) {
        return read(FETCH, sql, row, binds);
    }

    private <T> Flux<T> read(int portion, String sql, Function<Readable, T> row, Object... binds) {
        return Flux.usingWhen(
                connections.create(),
                connection -> rows(connection, portion, sql, row, binds),
                Connection::close);
    }

    private static <T> Flux<T> rows(
            Connection connection,
            int portion,
            String sql,
            Function<Readable, T> row,
            Object... binds) {
        Statement statement = connection.createStatement(sql).fetchSize(portion);
        for (int index = 0; index < binds.length; index++) {
            statement.bind(index, binds[index]);
        }
        return Flux.from(statement.execute()).concatMap(result -> result.map(row));
    }
}
