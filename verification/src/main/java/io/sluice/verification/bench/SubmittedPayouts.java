package io.sluice.verification.bench;

import io.sluice.contracts.PayoutEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Topics;
import io.sluice.messaging.EventCodec;
import io.sluice.verification.bench.AuthorizedPayouts.Authorized;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** What the gateway says of its submissions, as somebody who listens hears it. */
final class SubmittedPayouts implements AutoCloseable {

    private static final long LOOK_EVERY_NANOS = 500_000;

    /** The first word of a submission. */
    record Submitted(String reference, Instant heardAt) {}

    private final Map<PayoutId, Submitted> byPayout = new ConcurrentHashMap<>();
    private final EventCodec codec = new EventCodec();
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread listener;
    private volatile boolean closing;

    SubmittedPayouts(String bootstrapServers) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "fetch.max.wait.ms",
                                "50",
                                "max.poll.records",
                                "5000"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < Topics.PARTITIONS; i++) {
            all.add(new TopicPartition(Topics.PAYOUTS, i));
        }
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        listener = Thread.ofPlatform().daemon().name("submitted").start(this::listen);
    }

    private void listen() {
        while (!closing) {
            consumer.poll(Duration.ofMillis(100)).forEach(this::heard);
        }
        consumer.close();
    }

    private void heard(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        SluiceEvent event = codec.decode(headers, record.value()).data();
        if (event instanceof PayoutEvent.PayoutSubmitted submitted) {
            byPayout.putIfAbsent(
                    submitted.payoutId(),
                    new Submitted(submitted.providerReference(), Instant.now()));
        }
    }

    int count() {
        return byPayout.size();
    }

    Submitted await(PayoutId id, Duration limit) throws TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        while (!byPayout.containsKey(id)) {
            pause(end, "payout " + id);
        }
        return byPayout.get(id);
    }

    /** Until each of them is there. */
    void awaitAll(List<Authorized> payouts, Duration limit) throws TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        for (Authorized payout : payouts) {
            while (!byPayout.containsKey(payout.id())) {
                pause(end, "payout " + payout.id());
            }
        }
    }

    private static void pause(long end, String what) throws TimeoutException {
        if (System.nanoTime() - end > 0) {
            throw new TimeoutException("submitted: " + what + " (expected: all in time)");
        }
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }

    @Override
    public void close() {
        closing = true;
        try {
            listener.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
