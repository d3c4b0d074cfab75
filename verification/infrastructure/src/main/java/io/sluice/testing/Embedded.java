package io.sluice.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The infrastructure without Docker: a broker in this JVM, PostgreSQL's own binaries beside it. */
final class Embedded {

    private Embedded() {}

    static Infrastructure.Broker broker(List<String> topics, int partitions) {
        String[] all =
                topics.stream()
                        .flatMap(topic -> Stream.of(topic, topic + ".dlt"))
                        .toArray(String[]::new);
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, partitions, all);
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
        broker.brokerProperty("offsets.topic.num.partitions", "4");
        broker.brokerProperty("transaction.state.log.num.partitions", "1");
        broker.afterPropertiesSet();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy, "stop-broker"));
        return broker::getBrokersAsString;
    }

    static Infrastructure.DatabaseServer database() {
        try {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder()
                            .setServerConfig("max_connections", "300")
                            .setServerConfig("idle_in_transaction_session_timeout", "5s")
                            .start();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> close(postgres), "stop-postgres"));
            DatabaseAddress address =
                    new DatabaseAddress(
                            "localhost", postgres.getPort(), "postgres", "postgres", "postgres");
            return () -> address;
        } catch (IOException e) {
            throw new IllegalStateException("cannot start PostgreSQL", e);
        }
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException _) {
            // the JVM is going down: the server's own directory is temporary
        }
    }
}
