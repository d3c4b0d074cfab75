package io.sluice.testing;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The infrastructure from Testcontainers; its own reaper removes it. */
final class Containers {

    private static final String KAFKA = "apache/kafka-native:4.2.1";
    private static final String POSTGRES = "postgres:18.1-alpine";

    private Containers() {}

    static Infrastructure.Broker broker(List<String> topics, int partitions) {
        @SuppressWarnings("resource")
        KafkaContainer kafka =
                new KafkaContainer(KAFKA).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        kafka.start();
        try (Admin admin =
                Admin.create(
                        Map.of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                kafka.getBootstrapServers()))) {
            admin.createTopics(
                            topics.stream()
                                    .flatMap(topic -> Stream.of(topic, topic + ".dlt"))
                                    .map(topic -> new NewTopic(topic, partitions, (short) 1))
                                    .toList())
                    .all()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create topics", e);
        }
        return kafka::getBootstrapServers;
    }

    static Infrastructure.DatabaseServer database() {
        @SuppressWarnings("resource")
        PostgreSQLContainer postgres =
                new PostgreSQLContainer(POSTGRES)
                        .withCommand("postgres", "-c", "max_connections=300");
        postgres.start();
        DatabaseAddress address =
                new DatabaseAddress(
                        postgres.getHost(),
                        postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                        postgres.getDatabaseName(),
                        postgres.getUsername(),
                        postgres.getPassword());
        return () -> address;
    }
}
