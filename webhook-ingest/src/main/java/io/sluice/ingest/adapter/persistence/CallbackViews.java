package io.sluice.ingest.adapter.persistence;

import static io.sluice.ingest.adapter.persistence.Columns.required;
import static io.sluice.ingest.adapter.persistence.Columns.time;

import io.r2dbc.spi.Readable;
import io.sluice.ingest.application.Callbacks.Kept;
import io.sluice.ingest.application.Callbacks.Summary;
import io.sluice.ingest.application.Callbacks.Waiting;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.CallbackState;
import io.sluice.ingest.domain.Reading;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** The table {@code callback}, as operators see it and as time takes it away. */
final class CallbackViews {

    private static final String COLUMNS =
            """
            SELECT callback.id, callback.provider, callback.account, callback.provider_reference,
                callback.event_type, callback.state, callback.received_at,
                coalesce(callback.payout_id, known.payout_id) AS payout,
                callback.raw_key, callback.raw
            FROM callback
            LEFT JOIN provider_reference AS known ON known.provider = callback.provider
                AND known.reference = callback.provider_reference
            """;

    private static final String LIST =
            COLUMNS
                    + """
                      WHERE ($1::text IS NULL OR callback.state = $1)
                        AND ($2::uuid IS NULL OR callback.id < $2)
                      ORDER BY callback.id DESC
                      LIMIT $3
                      """;

    private static final String ONE = COLUMNS + "WHERE callback.id = $1";

    private static final String FOR_REPLAY =
            "SELECT provider, account, received_at FROM callback WHERE id = $1";

    private static final String DISCARD_RAW =
            """
            UPDATE callback SET raw = NULL, raw_key = NULL
            WHERE id IN (
                SELECT id FROM callback WHERE raw IS NOT NULL AND id < $1
                ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
            """;

    private static final String FORGET =
            """
            DELETE FROM callback
            WHERE id IN (
                SELECT id FROM callback WHERE id < $1 AND state <> 'PARKED'
                ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
            """;

    private static final String WAITING =
            "SELECT count(*) AS parked, min(received_at) AS oldest FROM callback WHERE state = 'PARKED'";

    private final DatabaseClient database;
    private final CallbackRows rows;

    CallbackViews(DatabaseClient database, CallbackRows rows) {
        this.database = database;
        this.rows = rows;
    }

    Mono<List<Summary>> list(
            @Nullable CallbackState state, @Nullable CallbackId before, int limit) {
        DatabaseClient.GenericExecuteSpec statement = database.sql(LIST);
        statement =
                state == null
                        ? statement.bindNull(0, String.class)
                        : statement.bind(0, state.name());
        statement =
                before == null
                        ? statement.bindNull(1, UUID.class)
                        : statement.bind(1, before.value());
        return statement.bind(2, limit).map(CallbackViews::summary).all().collectList();
    }

    Mono<Kept> find(CallbackId id) {
        return database.sql(ONE).bind(0, id.value()).map(this::kept).one();
    }

    /** A kept callback with what it says by today's rules. */
    Mono<Callback> callback(CallbackId id, Reading reading) {
        return database.sql(FOR_REPLAY)
                .bind(0, id.value())
                .map(
                        row ->
                                new Callback(
                                        id,
                                        required(row, "provider", String.class),
                                        required(row, "account", String.class),
                                        reading,
                                        time(row, "received_at")))
                .one();
    }

    Mono<Long> discardRaw(Instant before, int limit) {
        return upTo(DISCARD_RAW, before, limit);
    }

    Mono<Long> forget(Instant before, int limit) {
        return upTo(FORGET, before, limit);
    }

    Mono<Waiting> waiting() {
        return database.sql(WAITING)
                .map(
                        row -> {
                            OffsetDateTime oldest = row.get("oldest", OffsetDateTime.class);
                            return new Waiting(
                                    required(row, "parked", Long.class),
                                    oldest == null ? null : oldest.toInstant());
                        })
                .one();
    }

    private Mono<Long> upTo(String statement, Instant before, int limit) {
        return database.sql(statement)
                .bind(0, CallbackId.floor(before).value())
                .bind(1, limit)
                .fetch()
                .rowsUpdated();
    }

    private Kept kept(Readable row) {
        Summary summary = summary(row);
        byte[] raw = row.get("raw", byte[].class);
        return new Kept(summary, raw == null ? null : rows.open(summary.id(), row, raw));
    }

    private static Summary summary(Readable row) {
        UUID payout = row.get("payout", UUID.class);
        return new Summary(
                new CallbackId(required(row, "id", UUID.class)),
                required(row, "provider", String.class),
                required(row, "account", String.class),
                row.get("provider_reference", String.class),
                required(row, "event_type", String.class),
                payout == null ? null : payout.toString(),
                CallbackState.valueOf(required(row, "state", String.class)),
                time(row, "received_at"));
    }
}
