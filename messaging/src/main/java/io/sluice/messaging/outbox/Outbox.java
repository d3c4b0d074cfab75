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
import java.util.Collection;
import java.util.List;
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

    private static List<Writes.Part> partsOfEncoded(List<EncodedEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        return List.of(
                Writes.Part.of(
                        INSERT,
                        events.stream().map(e -> (short) e.partition()).toArray(Short[]::new),
                        texts(events, EncodedEvent::topic),
                        texts(events, EncodedEvent::key),
                        texts(events, event -> Headers.write(event.headers())),
                        texts(
                                events,
                                event -> new String(event.payload(), StandardCharsets.UTF_8))));
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
