package io.sluice.local.server;

import io.sluice.contracts.Topics;
import io.sluice.local.process.Await;
import io.sluice.local.process.PlainFailure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
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

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private KafkaTopics() {}

    /**
     * Creates those that are missing and returns how many there are in all.
     *
     * @param administrator how to reach the brokers as one who may
     * @param copies of each partition
     */
    public static int ensure(Map<String, Object> administrator, int copies) {
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
            List<NewTopic> planned = names.stream().map(name -> planned(name, copies)).toList();
            Await.until(LIMIT, PAUSE, () -> haveAll(admin, planned));
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names)
                            .allTopicNames()
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            topics.values().forEach(KafkaTopics::requirePlanned);
            return topics.size();
        } catch (ExecutionException | TimeoutException e) {
            throw new PlainFailure("Kafka does not create the topics: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("interrupted while creating the topics", e);
        }
    }

    /** Several brokers know of each other, and of new topics, only after a while. */
    private static boolean haveAll(Admin admin, List<NewTopic> topics) {
        List<String> names = topics.stream().map(NewTopic::name).toList();
        try {
            for (KafkaFuture<Void> each : admin.createTopics(topics).values().values()) {
                ignoreExisting(each);
            }
            admin.describeTopics(names).allTopicNames().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static NewTopic planned(String name, int copies) {
        long retentionMillis = Duration.ofDays(Topics.RETENTION_DAYS).toMillis();
        return new NewTopic(name, Topics.PARTITIONS, (short) copies)
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retentionMillis)));
    }

    private static void ignoreExisting(KafkaFuture<Void> creation)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            creation.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
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
