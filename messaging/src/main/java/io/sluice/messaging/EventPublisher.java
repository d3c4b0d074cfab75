package io.sluice.messaging;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends events and knows when the broker has them.
 *
 * <p>The producer is idempotent with an unbounded delivery time-out: a broker that is away is
 * waited out, and no later record overtakes an earlier one of its partition.
 */
public final class EventPublisher {

    private final Function<ProducerRecord<String, byte[]>, CompletableFuture<?>> broker;

    /**
     * @param broker completes when the record is acknowledged by all in-sync replicas
     */
    public EventPublisher(Function<ProducerRecord<String, byte[]>, CompletableFuture<?>> broker) {
        this.broker = broker;
    }

    /** Completes when every event is acknowledged by all in-sync replicas. */
    public Mono<Void> publish(Collection<EncodedEvent> events) {
        if (events.isEmpty()) {
            return Mono.empty();
        }
        return Mono.fromFuture(() -> send(events)).subscribeOn(Schedulers.boundedElastic());
    }

    /** The same, on the caller's thread, which may block while the broker is away. */
    CompletableFuture<Void> send(Collection<EncodedEvent> events) {
        return CompletableFuture.allOf(
                events.stream()
                        .map(event -> broker.apply(toRecord(event)))
                        .toArray(CompletableFuture[]::new));
    }

    private static ProducerRecord<String, byte[]> toRecord(EncodedEvent event) {
        RecordHeaders headers = new RecordHeaders();
        event.headers()
                .forEach(
                        (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new ProducerRecord<>(
                event.topic(), event.partition(), event.key(), event.payload(), headers);
    }
}
