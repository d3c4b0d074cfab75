package io.sluice.withdrawal.adapter.persistence;

import static io.sluice.withdrawal.adapter.persistence.WithdrawalRow.value;

import io.sluice.withdrawal.adapter.Detached;
import io.sluice.withdrawal.application.RateWindows;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

/** The minutes of applications in PostgreSQL: one row each, whatever the minute. */
final class R2dbcRateWindows implements RateWindows {

    private static final String TAKE =
            """
            INSERT INTO rate_window AS w (application_key, minute, taken) VALUES (:key, :minute, :wanted)
            ON CONFLICT ON CONSTRAINT rate_window_is_one_per_application DO UPDATE SET
              minute = greatest(w.minute, excluded.minute),
              taken = CASE WHEN w.minute < excluded.minute THEN excluded.taken ELSE w.taken + excluded.taken END
            RETURNING taken - :wanted AS before
            """;

    private final DatabaseClient database;

    R2dbcRateWindows(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Long> take(String applicationKey, long minute, int wanted) {
        return Detached.run(
                database.sql(TAKE)
                        .bind("key", applicationKey)
                        .bind("minute", minute)
                        .bind("wanted", (long) wanted)
                        .map((row, _) -> value(row, "before", Long.class))
                        .one());
    }
}
