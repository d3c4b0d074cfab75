package io.sluice.verification.simulation.kafka;

import io.sluice.contracts.Topics;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventPublisher;
import io.sluice.messaging.Origin;
import io.sluice.messaging.RawRecord;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.World;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Topics of partitions, each a list of records; nothing that is acknowledged is lost. */
public final class Broker {

    private final World world;
    private final UnaryOperator<EncodedEvent> sent;
    private final Map<String, List<List<RawRecord>>> topics = new HashMap<>();
    private final List<Consumer<RawRecord>> listeners = new ArrayList<>();
    private Instant awayUntil = Instant.MIN;

    /**
     * @param sent what becomes of an event on its way here
     */
    public Broker(World world, UnaryOperator<EncodedEvent> sent) {
        this.world = world;
        this.sent = sent;
        for (String topic : Topics.ALL) {
            topics.put(topic, partitions());
            topics.put(Topics.deadLetter(topic), partitions());
        }
    }

    private static List<List<RawRecord>> partitions() {
        List<List<RawRecord>> partitions = new ArrayList<>();
        for (int i = 0; i < Topics.PARTITIONS; i++) {
            partitions.add(new ArrayList<>());
        }
        return partitions;
    }

    /** Is told of each record as it is stored. */
    public void listen(Consumer<RawRecord> listener) {
        listeners.add(listener);
    }

    /** Takes nothing until then. */
    public void away(Instant until) {
        awayUntil = until;
    }

    /** When it takes and gives records again, if it does not now. */
    Instant isBack() {
        return awayUntil;
    }

    private boolean isAway() {
        return world.now().isBefore(awayUntil);
    }

    public List<RawRecord> partition(String topic, int number) {
        return Objects.requireNonNull(topics.get(topic)).get(number);
    }

    /** What a process publishes with. */
    public EventPublisher publisher(Host host) {
        return new EventPublisher(record -> send(host, record));
    }

    /** Waits for the acknowledgement; throws when there is none. */
    public void send(Host host, EncodedEvent original) {
        EncodedEvent event = sent.apply(original);
        host.point("before sending to " + event.topic());
        if (isAway()) {
            throw new TimeoutException("broker away");
        }
        store(event.topic(), event.partition(), event.key(), event.headers(), event.payload());
        if (world.dice().oneIn(world.weather().unacknowledged())) {
            throw new TimeoutException("not acknowledged");
        }
    }

    /** Stored already when the history begins, or by somebody who is not simulated. */
    public void put(EncodedEvent event) {
        store(event.topic(), event.partition(), event.key(), event.headers(), event.payload());
    }

    private CompletableFuture<Void> send(Host host, ProducerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        try {
            send(
                    host,
                    new EncodedEvent(
                            record.topic(),
                            record.partition(),
                            record.key(),
                            headers,
                            record.value()));
            return CompletableFuture.completedFuture(null);
        } catch (TimeoutException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private void store(
            String topic, int partition, String key, Map<String, String> headers, byte[] payload) {
        List<RawRecord> log = partition(topic, partition);
        RawRecord stored =
                new RawRecord(new Origin(topic, partition, log.size()), key, headers, payload);
        log.add(stored);
        listeners.forEach(listener -> world.judge(() -> listener.accept(stored)));
    }
}
