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
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Statements on one connection. */
final class Sql {

    private Sql() {}

    /** A statement of a script and what becomes of each row. */
    record Step(String sql, Consumer<Readable> row) {

        /**
         * With ids in place of {@code $1} and so on, since a script has no parameters.
         *
         * @param ids one array for each
         */
        static Step of(String sql, Consumer<Readable> row, UUID[]... ids) {
            String with = sql;
            for (int i = 0; i < ids.length; i++) {
                String array =
                        Stream.of(ids[i])
                                .map(UUID::toString)
                                .collect(Collectors.joining(",", "'{", "}'::uuid[]"));
                with = with.replace("$" + (i + 1), array);
            }
            return new Step(with, row);
        }

        private boolean take(Readable read) {
            row.accept(read);
            return true;
        }
    }

    static <T> Mono<List<T>> query(
            Connection connection, String sql, Function<Readable, T> row, Object... binds) {
        return Flux.from(bound(connection, sql, binds).execute())
                .concatMap(result -> result.map(row))
                .collectList();
    }

    /**
     * Runs statements in one message, one after the other; the first that fails is the last.
     */
    static Mono<Void> script(Connection connection, List<Step> steps) {
        String sql = steps.stream().map(Step::sql).collect(Collectors.joining(";\n"));
        return Flux.from(connection.createStatement(sql).execute())
                .index()
                .concatMap(
                        answer -> {
                            Step step = steps.get(Math.toIntExact(answer.getT1()));
                            return Flux.from(answer.getT2().map(step::take)).then(Mono.just(step));
                        })
                .count()
                .flatMap(
                        answers ->
                                answers == steps.size()
                                        ? Mono.empty()
                                        : Mono.error(
                                                new IllegalStateException(
                                                        "script: "
                                                                + answers
                                                                + " answers (expected: "
                                                                + steps.size()
                                                                + ")")));
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
