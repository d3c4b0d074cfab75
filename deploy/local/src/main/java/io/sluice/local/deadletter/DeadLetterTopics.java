package io.sluice.local.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contracts.DeadLetterHeaders;
import io.sluice.contracts.Topics;
import io.sluice.local.process.PlainFailure;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The dead-letter topics of a broker, and the topics on which dead letters end. */
final class DeadLetterTopics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Map<String, Object> broker;
    private final KafkaConsumer<byte[], byte[]> consumer;

    DeadLetterTopics(Map<String, Object> broker) {
        this.broker = Map.copyOf(broker);
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        try {
            this.consumer =
                    new KafkaConsumer<>(
                            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw cannotBeRead(e);
        }
    }

    /** The dead letters of these topics, in their order within each partition. */
    List<DeadLetter> of(Collection<String> topics) {
        Map<TopicPartition, Long> fromTheBeginning = new HashMap<>();
        for (String topic : topics) {
            IntStream.range(0, Topics.PARTITIONS)
                    .mapToObj(part -> new TopicPartition(Topics.deadLetter(topic), part))
                    .forEach(partition -> fromTheBeginning.put(partition, 0L));
        }
        List<DeadLetter> letters = new ArrayList<>();
        read(fromTheBeginning, record -> letters.add(new DeadLetter(record)));
        letters.sort(
                (a, b) -> {
                    int byTime = a.time().compareTo(b.time());
                    return byTime != 0
                            ? byTime
                            : Long.compare(a.record().offset(), b.record().offset());
                });
        return letters;
    }

    /** The dead letter that lies there. */
    Optional<DeadLetter> at(String topic, int partition, long offset) {
        return of(List.of(topic)).stream()
                .filter(letter -> letter.record().partition() == partition)
                .filter(letter -> letter.record().offset() == offset)
                .findFirst();
    }

    /** By which header each of these was ended, named by origin and consumer; open ones are not in it. */
    Map<String, String> ends(Collection<DeadLetter> letters) {
        Map<TopicPartition, Long> since = new HashMap<>();
        for (DeadLetter letter : letters) {
            since.merge(
                    new TopicPartition(letter.topic(), letter.record().partition()),
                    letter.offset(),
                    Math::min);
        }
        Map<String, String> ends = new HashMap<>();
        read(
                since,
                record -> {
                    for (String end :
                            List.of(DeadLetterHeaders.REDRIVE, DeadLetterHeaders.DISCARD)) {
                        Header named = record.headers().lastHeader(end);
                        Header addressee = record.headers().lastHeader(DeadLetterHeaders.ADDRESSEE);
                        if (named != null && addressee != null) {
                            ends.put(
                                    nameOf(
                                            new String(named.value(), UTF_8),
                                            new String(addressee.value(), UTF_8)),
                                    end);
                        }
                    }
                });
        return ends;
    }

    static String nameOf(DeadLetter letter) {
        return nameOf(letter.origin(), letter.consumer());
    }

    private static String nameOf(String origin, String consumer) {
        return origin + " " + consumer;
    }

    /** Returns when the broker has all of them. */
    void send(List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> settings = new HashMap<>(broker);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT.toMillis());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(producer.send(record));
            }
            for (Future<?> each : sent) {
                each.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("interrupted before the broker had everything", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new PlainFailure("the broker did not take it: " + e.getMessage(), e);
        }
    }

    private void read(
            Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try {
            consumer.assign(from.keySet());
            Map<TopicPartition, Long> first = consumer.beginningOffsets(from.keySet(), LIMIT);
            Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet(), LIMIT);
            from.forEach(
                    (partition, offset) ->
                            consumer.seek(
                                    partition,
                                    Math.max(offset, first.getOrDefault(partition, 0L))));
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(each);
            }
        } catch (KafkaException e) {
            throw cannotBeRead(e);
        }
    }

    private PlainFailure cannotBeRead(KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new PlainFailure(
                "the broker at "
                        + broker.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                        + " cannot be read: "
                        + cause.getMessage()
                        + " (is the platform running?)",
                e);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
