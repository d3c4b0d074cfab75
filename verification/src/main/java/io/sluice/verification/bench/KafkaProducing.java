package io.sluice.verification.bench;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;

/** The yardstick of the broker: one producer, acks=all, idempotent, records of 1 KB to 12 partitions. */
final class KafkaProducing {

    private static final int PARTITIONS = 12;
    private static final int RECORD_BYTES = 1_024;

    private KafkaProducing() {}

    /** Acknowledged records a second. */
    static double run(String bootstrapServers, Duration duration) {
        String topic = "yardstick-" + UUID.randomUUID();
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        // As the services: a fresh topic's leader may see a later request first.
                        "max.in.flight.requests.per.connection",
                        1,
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        5);
        try (Admin admin = Admin.create(settings);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
            double rate = produce(producer, topic, duration);
            admin.deleteTopics(List.of(topic)).all().get();
            return rate;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka", e);
        }
    }

    private static double produce(
            KafkaProducer<byte[], byte[]> producer, String topic, Duration duration) {
        byte[] record = new byte[RECORD_BYTES];
        ThreadLocalRandom.current().nextBytes(record);
        long begin = System.nanoTime();
        long sent = 0;
        while (System.nanoTime() - begin < duration.toNanos()) {
            var _ =
                    producer.send(
                            new ProducerRecord<>(topic, (int) (sent++ % PARTITIONS), null, record));
        }
        producer.flush();
        return sent / ((System.nanoTime() - begin) / 1e9);
    }
}
