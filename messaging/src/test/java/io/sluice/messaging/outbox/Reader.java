package io.sluice.messaging.outbox;

import io.sluice.contracts.EventId;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.EventCodec;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A consumer that drops what it has seen, and keeps book. It reads from where it was opened. */
final class Reader implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> kafka;
    private final EventCodec codec = new EventCodec();
    private final Set<WithdrawalId> mine;
    private final Set<EventId> seen = new HashSet<>();
    private final Map<WithdrawalId, List<Integer>> firstSight = new LinkedHashMap<>();
    private int repeats;

    private Reader(String bootstrapServers, Set<WithdrawalId> mine) {
        this.mine = mine;
        this.kafka =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                                "50"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> all =
                IntStream.range(0, Topics.PARTITIONS)
                        .mapToObj(p -> new TopicPartition(Topics.WITHDRAWALS, p))
                        .toList();
        kafka.assign(all);
        kafka.seekToEnd(all);
        all.forEach(kafka::position);
    }

    /** Heeds the events of these withdrawals only; other tests use the broker too. */
    static Reader open(String bootstrapServers, List<WithdrawalId> withdrawals) {
        return new Reader(bootstrapServers, Set.copyOf(withdrawals));
    }

    /** Reads until it is so, or fails. */
    void readUntil(BooleanSupplier enough, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!enough.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "read " + seen.size() + " events and " + repeats + " repeats in " + atMost);
            }
            kafka.poll(Duration.ofMillis(50)).forEach(this::read);
        }
    }

    /** Reads until so many different events have come. */
    void readUntil(int events, Duration atMost) {
        readUntil(() -> seen.size() >= events, atMost);
    }

    /** Reads for a while, whatever comes. */
    void readFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        readUntil(() -> System.nanoTime() - end > 0, time.plusSeconds(30));
    }

    private void read(ConsumerRecord<String, byte[]> event) {
        Map<String, String> headers = new HashMap<>();
        event.headers()
                .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        var envelope = codec.decode(headers, event.value());
        if (!(envelope.data() instanceof CancellationRequested data)
                || !mine.contains(data.withdrawalId())) {
            return;
        }
        if (!data.withdrawalId().toString().equals(event.key())) {
            throw new AssertionError("key: " + event.key());
        }
        if (seen.add(envelope.id())) {
            firstSight
                    .computeIfAbsent(data.withdrawalId(), _ -> new ArrayList<>())
                    .add(Integer.valueOf(data.reason()));
        } else {
            repeats++;
        }
    }

    int events() {
        return seen.size();
    }

    int repeats() {
        return repeats;
    }

    /** The numbers of each withdrawal's events in the order in which they were first seen. */
    Map<WithdrawalId, List<Integer>> firstSight() {
        return firstSight;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
