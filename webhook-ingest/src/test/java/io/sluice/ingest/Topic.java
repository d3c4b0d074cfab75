package io.sluice.ingest;

import io.sluice.contracts.Envelope;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;
import io.sluice.testing.Infrastructure;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The broker, seen from outside the service. */
public final class Topic {

    private static final EventCodec CODEC = new EventCodec();

    private Topic() {}

    public static void write(Envelope<?>... envelopes) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", Infrastructure.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            for (Envelope<?> envelope : envelopes) {
                producer.send(record(CODEC.encode(envelope))).get(20, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static ProducerRecord<String, byte[]> record(EncodedEvent event) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        event.topic(), event.partition(), event.key(), event.payload());
        event.headers()
                .forEach(
                        (name, value) ->
                                record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** Every event under a key, in the partition it belongs to, in order. */
    public static List<Envelope<?>> read(String topic, int partition, String key) {
        TopicPartition from = new TopicPartition(topic, partition);
        List<Envelope<?>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", Infrastructure.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(from));
            consumer.seekToBeginning(List.of(from));
            long end = consumer.endOffsets(List.of(from)).get(from);
            while (consumer.position(from) < end) {
                for (ConsumerRecord<String, byte[]> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(record.key())) {
                        found.add(decode(record));
                    }
                }
            }
        }
        return found;
    }

    private static Envelope<?> decode(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(
                        header ->
                                headers.put(
                                        header.key(),
                                        new String(header.value(), StandardCharsets.UTF_8)));
        return CODEC.decode(headers, record.value());
    }
}
