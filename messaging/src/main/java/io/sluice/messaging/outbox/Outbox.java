package io.sluice.messaging.outbox;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.Topics;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;
import io.sluice.messaging.Writes;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Events to be published if, and only if, the transaction at hand commits.
 *
 * <p>Published at least once, under the same event id each time. Events of one key are published in
 * the order in which their transactions committed, provided that those transactions exclude each
 * other: write a withdrawal's events under its row lock.
 */
public final class Outbox {

    private static final String INSERT =
            """
            INSERT INTO outbox (shard, topic, key, headers, payload)
            SELECT shard, topic, key, headers, payload
            FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[])
                WITH ORDINALITY AS event (shard, topic, key, headers, payload, position)
            ORDER BY position
            """;

    private static final String INSERT_OF_RETURNED =
            """
            INSERT INTO outbox (shard, topic, key, headers, payload)
            SELECT shard, topic, key, headers, payload
            FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[])
                WITH ORDINALITY AS event (shard, topic, key, headers, payload, told_row, position)
            WHERE told_row IN (SELECT id FROM part_1)
            ORDER BY position
            """;

    private final DatabaseClient database;
    private final EventCodec codec;
    private final Wakes wakes;

    Outbox(DatabaseClient database, EventCodec codec, Wakes wakes) {
        this.database = database;
        this.codec = codec;
        this.wakes = wakes;
    }

    /**
     * Writes the events, in this order, with one statement of the caller's transaction.
     *
     * <p>Fails with IllegalStateException outside a transaction, and with a violation of {@code
     * outbox_size_publishable} for an event that the broker would not take.
     */
    public Mono<Void> append(Collection<? extends Envelope<?>> events) {
        return Mono.defer(
                () -> appendEncoded(events.stream().<EncodedEvent>map(codec::encode).toList()));
    }

    /** The same, for events in their wire form. */
    public Mono<Void> appendEncoded(Collection<EncodedEvent> events) {
        if (events.isEmpty()) {
            return Mono.empty();
        }
        return TransactionSynchronizationManager.forCurrentTransaction()
                .filter(TransactionSynchronizationManager::isActualTransactionActive)
                .onErrorMap(NoTransactionException.class, _ -> outsideTransaction())
                .switchIfEmpty(Mono.error(Outbox::outsideTransaction))
                .flatMap(_ -> Writes.run(database, partsOfEncoded(List.copyOf(events))));
    }

    /**
     * The same as a part of a statement that writes more, for the transaction of whoever runs it;
     * none for no events.
     */
    public List<Writes.Part> parts(Collection<? extends Envelope<?>> events) {
        return partsOfEncoded(events.stream().<EncodedEvent>map(codec::encode).toList());
    }

    /**
     * The same, each event only if the statement's first part returns, as {@code id}, the row that
     * the event tells of: where that part leaves out what is there already, so do the events.
     *
     * @param rows the row of each event, in the events' order
     */
    public List<Writes.Part> partsOfReturned(
            Collection<? extends Envelope<?>> events, Collection<UUID> rows) {
        if (events.size() != rows.size()) {
            throw new IllegalArgumentException(
                    "rows: "
                            + rows.size()
                            + " (expected: one of each event, "
                            + events.size()
                            + ")");
        }
        if (events.isEmpty()) {
            return List.of();
        }
        List<Object> values = columns(events.stream().<EncodedEvent>map(codec::encode).toList());
        values.add(rows.toArray(UUID[]::new));
        return List.of(new Writes.Part(INSERT_OF_RETURNED, values));
    }

    private static List<Writes.Part> partsOfEncoded(List<EncodedEvent> events) {
        return events.isEmpty() ? List.of() : List.of(new Writes.Part(INSERT, columns(events)));
    }

    private static List<Object> columns(List<EncodedEvent> events) {
        List<Object> columns = new ArrayList<>();
        columns.add(events.stream().map(e -> (short) e.partition()).toArray(Short[]::new));
        columns.add(texts(events, EncodedEvent::topic));
        columns.add(texts(events, EncodedEvent::key));
        columns.add(texts(events, event -> Headers.write(event.headers())));
        columns.add(texts(events, event -> new String(event.payload(), StandardCharsets.UTF_8)));
        return columns;
    }

    /** Call after the commit: has the events published at once instead of at the next poll. */
    public void wake(Collection<? extends Envelope<?>> events) {
        wakes.wake(
                Shards.of(
                        events.stream().map(e -> e.data().partition(Topics.PARTITIONS)).toList()));
    }

    /** The same, for events in their wire form. */
    public void wakeEncoded(Collection<EncodedEvent> events) {
        wakes.wake(Shards.of(events.stream().map(EncodedEvent::partition).toList()));
    }

    private static String[] texts(List<EncodedEvent> events, Function<EncodedEvent, String> part) {
        return events.stream().map(part).toArray(String[]::new);
    }

    private static IllegalStateException outsideTransaction() {
        return new IllegalStateException(
                "append: no transaction (expected: the one that writes what the events say)");
    }
}
