package io.sluice.ingest.adapter.persistence;

import static io.sluice.ingest.adapter.persistence.Columns.array;
import static io.sluice.ingest.adapter.persistence.Columns.required;

import io.r2dbc.spi.Readable;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.Disposal;
import io.sluice.ingest.domain.ProviderReference;
import io.sluice.messaging.Writes;

import org.springframework.r2dbc.core.DatabaseClient;

import reactor.core.publisher.Mono;

import java.time.OffsetDateTime;
import java.util.ArrayList;
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

    private static final Writes.Part INSERTED = Writes.Part.of("SELECT id FROM part_1");

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
        if (references.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(OF_REFERENCES)
                .bind(0, ReferenceRows.providers(references))
                .bind(1, ReferenceRows.names(references))
                .map(KeptRow::of)
                .all()
                .collectList();
    }

    /**
     * Inserts what was not kept before; which those were.
     *
     * @param events are written with it, and may ask for the ids that it returns
     */
    Mono<Set<CallbackId>> insert(
            List<Disposal> disposals, Map<CallbackId, Delivery> raw, List<Writes.Part> events) {
        List<Writes.Part> parts = new ArrayList<>();
        parts.add(insertion(disposals.stream().map(RowValues::of).toList(), raw));
        if (!events.isEmpty()) {
            parts.addAll(events);
            parts.add(INSERTED);
        }
        return new Writes.Part(Writes.sql(parts), Writes.values(parts))
                .statement(database)
                .map(row -> new CallbackId(required(row, "id", UUID.class)))
                .all()
                .collect(Collectors.toSet());
    }

    /** Writes what was decided anew about callbacks that are kept, and the events with it. */
    Mono<Void> decide(List<Disposal> disposals, List<Writes.Part> events) {
        List<Writes.Part> parts = new ArrayList<>();
        parts.add(decision(disposals.stream().map(RowValues::of).toList()));
        parts.addAll(events);
        return Writes.run(database, parts);
    }

    private Writes.Part insertion(List<RowValues> rows, Map<CallbackId, Delivery> raw) {
        return Writes.Part.of(
                INSERT,
                array(rows, UUID[]::new, RowValues::id),
                array(rows, String[]::new, row -> row.callback().provider()),
                array(rows, String[]::new, row -> row.callback().account()),
                array(rows, String[]::new, row -> row.callback().reading().eventKey()),
                array(rows, String[]::new, RowValues::eventType),
                array(rows, String[]::new, RowValues::reference),
                array(rows, String[]::new, RowValues::state),
                array(rows, OffsetDateTime[]::new, RowValues::receivedAt),
                array(rows, String[]::new, RowValues::fact),
                array(rows, Long[]::new, RowValues::sentTotal),
                array(rows, Long[]::new, RowValues::returnedTotal),
                array(rows, String[]::new, RowValues::currency),
                array(rows, Boolean[]::new, RowValues::isFinal),
                array(rows, Long[]::new, RowValues::fee),
                array(rows, String[]::new, RowValues::reasonCode),
                array(rows, OffsetDateTime[]::new, RowValues::occurredAt),
                array(rows, UUID[]::new, RowValues::payoutId),
                seal.keyId(),
                array(rows, String[]::new, row -> sealed(row.callback(), raw)));
    }

    private static Writes.Part decision(List<RowValues> rows) {
        return Writes.Part.of(
                DECIDE,
                array(rows, UUID[]::new, RowValues::id),
                array(rows, String[]::new, RowValues::eventType),
                array(rows, String[]::new, RowValues::reference),
                array(rows, String[]::new, RowValues::state),
                array(rows, String[]::new, RowValues::fact),
                array(rows, Long[]::new, RowValues::sentTotal),
                array(rows, Long[]::new, RowValues::returnedTotal),
                array(rows, String[]::new, RowValues::currency),
                array(rows, Boolean[]::new, RowValues::isFinal),
                array(rows, Long[]::new, RowValues::fee),
                array(rows, String[]::new, RowValues::reasonCode),
                array(rows, OffsetDateTime[]::new, RowValues::occurredAt),
                array(rows, UUID[]::new, RowValues::payoutId));
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
