package io.sluice.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.contracts.Topics;
import io.sluice.local.process.Children;
import io.sluice.local.process.Home;
import io.sluice.local.process.Ports;
import io.sluice.local.process.ProcessTable;
import io.sluice.local.process.Secrets;
import io.sluice.local.process.StartupCache;
import io.sluice.local.security.Security;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaTest {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long SECONDS = 30;

    @TempDir static Path folder;

    private int port;
    private int controllerPort;
    private Home home;
    private Children children;

    @BeforeAll
    void start() {
        port = Ports.anyFree();
        controllerPort = Ports.anyFree();
        home = Home.of(folder);
        home.create();
        children = new Children(new ProcessTable(home.processes()));
        kafka().start();
    }

    @AfterAll
    void stop() {
        children.stop(children.table().all(), GRACE);
    }

    @Test
    void every_topic_of_the_design_is_there_with_its_dead_letters_also_after_a_restart()
            throws Exception {
        assertThat(KafkaTopics.ensure(kafka().administrator(), 1)).isEqualTo(2 * Topics.ALL.size());

        children.stop(children.table().all(), GRACE);
        kafka().start();

        assertThat(KafkaTopics.ensure(kafka().administrator(), 1)).isEqualTo(2 * Topics.ALL.size());
        try (Admin admin = admin()) {
            Set<String> names = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
            assertThat(names).containsAll(Topics.ALL).contains("payouts.v1.dlt");
            Map<String, TopicDescription> topics =
                    admin.describeTopics(names).allTopicNames().get(SECONDS, TimeUnit.SECONDS);
            assertThat(topics.values())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(12));
            ConfigResource ledger = new ConfigResource(ConfigResource.Type.TOPIC, Topics.LEDGER);
            Config config =
                    admin.describeConfigs(List.of(ledger))
                            .values()
                            .values()
                            .iterator()
                            .next()
                            .get(SECONDS, TimeUnit.SECONDS);
            String retention = config.get("retention.ms").value();
            assertThat(retention).isEqualTo(Long.toString(Duration.ofDays(30).toMillis()));
        }
    }

    @Test
    void a_topic_that_nobody_planned_is_not_created() throws Exception {
        try (Admin admin = admin()) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(
                            () ->
                                    admin.describeTopics(List.of("unplanned.v1"))
                                            .allTopicNames()
                                            .get(SECONDS, TimeUnit.SECONDS))
                    .withMessageContaining("UnknownTopicOrPartition");
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", "localhost:" + port));
    }

    private Kafka kafka() {
        Security security = new Security(home, new Secrets(home.secrets()));
        Brokers brokers = new Brokers(1, port, controllerPort);
        return new Kafka(home, children, brokers, 1, security, StartupCache.Purpose.WORK);
    }
}
