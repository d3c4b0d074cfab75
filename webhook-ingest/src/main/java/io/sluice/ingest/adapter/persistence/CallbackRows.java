package io.sluice.ingest.adapter.persistence;

import static io.sluice.ingest.adapter.persistence.Columns.array;
import static io.sluice.ingest.adapter.persistence.Columns.required;

import io.r2dbc.spi.Readable;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.Disposal;
import io.sluice.ingest.domain.ProviderReference;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The table {@code callback}, as it is written. */
final class CallbackRows {

    private static final String OF_REFERENCES =
            """
            SELECT callback.id, callback.provider, callback.account, callback.event_key,
                callback.event_type, callback.provider_reference, callback.state,
                callback.received_at, callback.fact, callback.sent_total, callback.returned_total,
                callback.currency, callback.is_final, callback.fee, callback.reason_code,
                callback.occurred_at
            FROM unnest($1::text[], $2::text[]) AS wanted (provider, reference)
            JOIN callback ON callback.provider = wanted.provider
                AND callback.provider_reference = wanted.reference
            ORDER BY callback.id
            """;

    private static final String INSERT =
            """
            INSERT INTO callback
                (id, provider, account, event_key, event_type, provider_reference, state, received_at,
                 fact, sent_total, returned_total, currency, is_final, fee, reason_code, occurred_at,
                 payout_id, raw_key, raw)
            SELECT id, provider, account, event_key, event_type, provider_reference, state, received_at,
                fact, sent_total, returned_total, currency, is_final, fee, reason_code, occurred_at,
                payout_id, $18, decode(raw, 'base64')
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                    $7::text[], $8::timestamptz[], $9::text[], $10::bigint[], $11::bigint[],
                    $12::text[], $13::boolean[], $14::bigint[], $15::text[], $16::timestamptz[],
                    $17::uuid[], $19::text[])
                AS arrived (id, provider, account, event_key, event_type, provider_reference,
                    state, received_at, fact, sent_total, returned_total, currency, is_final, fee,
                    reason_code, occurred_at, payout_id, raw)
            -- sorted: two batches with the same events never wait for each other in a circle
            ORDER BY provider COLLATE "C", account COLLATE "C", event_key COLLATE "C"
            ON CONFLICT ON CONSTRAINT callback_event_once DO NOTHING
            RETURNING id
            """;

    private static final String DECIDE =
            """
            UPDATE callback
            SET state = decided.state, event_type = decided.event_type,
                provider_reference = decided.provider_reference, fact = decided.fact,
                sent_total = decided.sent_total, returned_total = decided.returned_total,
                currency = decided.currency, is_final = decided.is_final, fee = decided.fee,
                reason_code = decided.reason_code, occurred_at = decided.occurred_at,
                payout_id = decided.payout_id
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
                    $7::bigint[], $8::text[], $9::boolean[], $10::bigint[], $11::text[],
                    $12::timestamptz[], $13::uuid[])
                AS decided (id, event_type, provider_reference, state, fact, sent_total,
                    returned_total, currency, is_final, fee, reason_code, occurred_at, payout_id)
            WHERE callback.id = decided.id
            """;

    private final DatabaseClient database;
    private final RawSeal seal;

    CallbackRows(DatabaseClient database, RawSeal seal) {
        this.database = database;
        this.seal = seal;
    }

    /** All that is kept about references whose rows are locked, in order of arrival. */
    Mono<List<KeptRow>> of(Collection<ProviderReference> references) {
        return database.sql(OF_REFERENCES)
                .bind(0, ReferenceRows.providers(references))
                .bind(1, ReferenceRows.names(references))
                .map(KeptRow::of)
                .all()
                .collectList();
    }

    /** Inserts what was not kept before; which those were. */
    Mono<Set<CallbackId>> insert(List<Disposal> disposals, Map<CallbackId, Delivery> raw) {
        List<RowValues> rows = disposals.stream().map(RowValues::of).toList();
        return database.sql(INSERT)
                .bind(0, array(rows, UUID[]::new, RowValues::id))
                .bind(1, array(rows, String[]::new, row -> row.callback().provider()))
                .bind(2, array(rows, String[]::new, row -> row.callback().account()))
                .bind(3, array(rows, String[]::new, row -> row.callback().reading().eventKey()))
                .bind(4, array(rows, String[]::new, RowValues::eventType))
                .bind(5, array(rows, String[]::new, RowValues::reference))
                .bind(6, array(rows, String[]::new, RowValues::state))
                .bind(7, array(rows, OffsetDateTime[]::new, RowValues::receivedAt))
                .bind(8, array(rows, String[]::new, RowValues::fact))
                .bind(9, array(rows, Long[]::new, RowValues::sentTotal))
                .bind(10, array(rows, Long[]::new, RowValues::returnedTotal))
                .bind(11, array(rows, String[]::new, RowValues::currency))
                .bind(12, array(rows, Boolean[]::new, RowValues::isFinal))
                .bind(13, array(rows, Long[]::new, RowValues::fee))
                .bind(14, array(rows, String[]::new, RowValues::reasonCode))
                .bind(15, array(rows, OffsetDateTime[]::new, RowValues::occurredAt))
                .bind(16, array(rows, UUID[]::new, RowValues::payoutId))
                .bind(17, seal.keyId())
                .bind(18, array(rows, String[]::new, row -> sealed(row.callback(), raw)))
                .map(row -> new CallbackId(required(row, "id", UUID.class)))
                .all()
                .collect(Collectors.toSet());
    }

    /** Writes what was decided anew about callbacks that are kept. */
    Mono<Void> decide(List<Disposal> disposals) {
        List<RowValues> rows = disposals.stream().map(RowValues::of).toList();
        return database.sql(DECIDE)
                .bind(0, array(rows, UUID[]::new, RowValues::id))
                .bind(1, array(rows, String[]::new, RowValues::eventType))
                .bind(2, array(rows, String[]::new, RowValues::reference))
                .bind(3, array(rows, String[]::new, RowValues::state))
                .bind(4, array(rows, String[]::new, RowValues::fact))
                .bind(5, array(rows, Long[]::new, RowValues::sentTotal))
                .bind(6, array(rows, Long[]::new, RowValues::returnedTotal))
                .bind(7, array(rows, String[]::new, RowValues::currency))
                .bind(8, array(rows, Boolean[]::new, RowValues::isFinal))
                .bind(9, array(rows, Long[]::new, RowValues::fee))
                .bind(10, array(rows, String[]::new, RowValues::reasonCode))
                .bind(11, array(rows, OffsetDateTime[]::new, RowValues::occurredAt))
                .bind(12, array(rows, UUID[]::new, RowValues::payoutId))
                .then();
    }

    /** What was received with a callback. */
    Delivery open(CallbackId id, Readable row, byte[] sealed) {
        return RawFrame.read(seal.open(id, required(row, "raw_key", String.class), sealed));
    }

    private String sealed(Callback callback, Map<CallbackId, Delivery> raw) {
        Delivery delivery = Objects.requireNonNull(raw.get(callback.id()));
        return Base64.getEncoder()
                .encodeToString(seal.seal(callback.id(), RawFrame.write(delivery)));
    }
}
