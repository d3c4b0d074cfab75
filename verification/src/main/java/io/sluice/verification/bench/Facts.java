package io.sluice.verification.bench;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a topic from now on, and notes when each payout's fact was seen first, and how often. */
final class Facts implements AutoCloseable {

    private static final Pattern REFERENCE = Pattern.compile("\"providerReference\":\"([^\"]+)\"");

    private final KafkaConsumer<String, String> consumer;
    private final Thread reader;
    private final Map<Long, Long> seenAt = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicLong lastAt = new AtomicLong(System.nanoTime());
    private volatile boolean closed;

    Facts(String bootstrapServers, String topic) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "fetch.max.wait.ms",
                                100,
                                "max.poll.records",
                                2_000),
                        new StringDeserializer(),
                        new StringDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map((PartitionInfo each) -> new TopicPartition(topic, each.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader = Thread.ofPlatform().daemon().name("facts").start(this::read);
    }

    private void read() {
        while (!closed) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                note(record.value());
            }
        }
        consumer.close();
    }

    private void note(String fact) {
        Matcher reference = REFERENCE.matcher(fact);
        if (reference.find()) {
            long now = System.nanoTime();
            lastAt.set(now);
            if (seenAt.putIfAbsent(SignedCallbacks.number(reference.group(1)), now) != null) {
                repeated.incrementAndGet();
            }
        }
    }

    /** When each payout's fact was seen, by {@link System#nanoTime}. */
    Map<Long, Long> seenAt() {
        return seenAt;
    }

    /** How often a fact was seen again. */
    int repeated() {
        return repeated.get();
    }

    /** Waits until so many payouts' facts were seen, or none came for so long. */
    void await(long payouts, Duration quiet) throws InterruptedException {
        lastAt.set(System.nanoTime());
        while (seenAt.size() < payouts && System.nanoTime() - lastAt.get() < quiet.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    long lastAt() {
        return lastAt.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
