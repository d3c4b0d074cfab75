package io.sluice.withdrawal.adapter.webhook;

import io.r2dbc.spi.Readable;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** Looks at what is still to be delivered, of all instances. */
record WaitingRows(DatabaseClient database) {

    private static final String MEASURE =
            """
            SELECT
              count(d.event_id) AS deliveries,
              coalesce(extract(epoch FROM now() - min(d.created_at)), 0)::float8 AS oldest_seconds,
              (SELECT count(*) FROM application WHERE failing_since IS NOT NULL AND disabled_at IS NULL)
                AS failing,
              (SELECT count(*) FROM application WHERE disabled_at IS NOT NULL) AS disabled
            FROM webhook_delivery d JOIN application p USING (application_key)
            WHERE d.status IN ('PENDING', 'FAILED') AND p.disabled_at IS NULL AND p.webhook_url IS NOT NULL
            """;

    /**
     * @param deliveries to live endpoints
     * @param failing endpoints whose last attempt failed
     */
    record Waiting(long deliveries, double oldestSeconds, long failing, long disabled) {

        static final Waiting NONE = new Waiting(0, 0, 0, 0);
    }

    Mono<Waiting> look() {
        return database.sql(MEASURE).map((row, _) -> waiting(row)).one();
    }

    private static Waiting waiting(Readable row) {
        return new Waiting(
                value(row, "deliveries", Long.class),
                value(row, "oldest_seconds", Double.class),
                value(row, "failing", Long.class),
                value(row, "disabled", Long.class));
    }

    private static <T> T value(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
