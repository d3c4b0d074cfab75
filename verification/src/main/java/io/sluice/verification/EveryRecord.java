package io.sluice.verification;

import io.sluice.contracts.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All that our topics and their dead-letter topics hold, from the first record on. */
public final class EveryRecord {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int MOST_AT_ONCE = 10_000;

    private EveryRecord() {}

    /**
     * Hands over each record that is there now, of a partition in its order, and answers how many.
     *
     * @throws IllegalStateException when it takes longer than five minutes
     */
    public static int read(
            String bootstrapServers, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        int records = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "max.poll.records",
                                MOST_AT_ONCE),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    reader.accept(record);
                    records++;
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the topics are not read within " + LIMIT);
                }
            }
        }
        return records;
    }

    private static List<TopicPartition> partitions() {
        return Topics.ALL.stream()
                .flatMap(topic -> Stream.of(topic, Topics.deadLetter(topic)))
                .flatMap(
                        topic ->
                                IntStream.range(0, Topics.PARTITIONS)
                                        .mapToObj(part -> new TopicPartition(topic, part)))
                .toList();
    }
}
