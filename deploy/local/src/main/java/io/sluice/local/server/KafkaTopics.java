package io.sluice.local.server;

import io.sluice.contracts.Topics;
import io.sluice.local.process.PlainFailure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The topics of the design, each with its dead-letter topic. */
public final class KafkaTopics {

    private static final int LIMIT_SECONDS = 30;
    private static final short ONE_COPY = 1;

    private KafkaTopics() {}

    /**
     * Creates those that are missing and returns how many there are in all.
     *
     * @param administrator how to reach the broker as one who may
     */
    public static int ensure(Map<String, Object> administrator) {
        List<String> names =
                Topics.ALL.stream()
                        .flatMap(topic -> Stream.of(topic, Topics.deadLetter(topic)))
                        .toList();
        Map<String, Object> settings = new HashMap<>(administrator);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "20");
        settings.put(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, "20");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "20000");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        try (Admin admin = Admin.create(settings)) {
            CreateTopicsResult created =
                    admin.createTopics(names.stream().map(KafkaTopics::planned).toList());
            for (KafkaFuture<Void> each : created.values().values()) {
                ignoreExisting(each);
            }
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names)
                            .allTopicNames()
                            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            topics.values().forEach(KafkaTopics::requirePlanned);
            return topics.size();
        } catch (ExecutionException | TimeoutException e) {
            throw new PlainFailure("Kafka does not create the topics: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("interrupted while creating the topics", e);
        }
    }

    private static NewTopic planned(String name) {
        long retentionMillis = Duration.ofDays(Topics.RETENTION_DAYS).toMillis();
        return new NewTopic(name, Topics.PARTITIONS, ONE_COPY)
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retentionMillis)));
    }

    private static void ignoreExisting(KafkaFuture<Void> creation)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            creation.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static void requirePlanned(TopicDescription topic) {
        if (topic.partitions().size() != Topics.PARTITIONS) {
            throw new PlainFailure(
                    "topic "
                            + topic.name()
                            + " has "
                            + topic.partitions().size()
                            + " partitions (expected: "
                            + Topics.PARTITIONS
                            + "): './sluice run --fresh' starts with empty data");
        }
    }
}
