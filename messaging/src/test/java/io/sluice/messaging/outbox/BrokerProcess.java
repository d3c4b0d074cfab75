package io.sluice.messaging.outbox;

import io.sluice.contracts.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** A broker of a test's own, in a process that can be killed and started again on its data. */
final class BrokerProcess implements AutoCloseable {

    private static final Duration UP_WITHIN = Duration.ofSeconds(60);

    private final int port;
    private final Path settings;
    private ChildProcess process;

    private BrokerProcess(int port, Path settings, ChildProcess process) {
        this.port = port;
        this.settings = settings;
        this.process = process;
    }

    /** Starts it, with the topic that the tests read. */
    static BrokerProcess start(Path directory) {
        int port = freePort();
        Path settings = write(directory, port, freePort());
        try (ChildProcess format =
                ChildProcess.start(
                        "kafka.tools.StorageTool",
                        List.of(
                                "format",
                                "--cluster-id",
                                Uuid.randomUuid().toString(),
                                "--config",
                                settings.toString()))) {
            format.awaitEnd(UP_WITHIN);
        }
        BrokerProcess broker = new BrokerProcess(port, settings, run(settings));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(
                            List.of(new NewTopic(Topics.WITHDRAWALS, Topics.PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return broker;
    }

    private static ChildProcess run(Path settings) {
        ChildProcess process = ChildProcess.start("kafka.Kafka", List.of(settings.toString()));
        process.awaitLine("Kafka Server started", UP_WITHIN);
        return process;
    }

    private static Path write(Path directory, int port, int controllerPort) {
        List<String> lines = new ArrayList<>();
        lines.add("process.roles=broker,controller");
        lines.add("node.id=1");
        lines.add("controller.quorum.voters=1@localhost:" + controllerPort);
        lines.add(
                "listeners=PLAINTEXT://localhost:%d,CONTROLLER://localhost:%d"
                        .formatted(port, controllerPort));
        lines.add("controller.listener.names=CONTROLLER");
        lines.add("log.dirs=" + directory.resolve("data"));
        lines.add("auto.create.topics.enable=false");
        lines.add("offsets.topic.replication.factor=1");
        try {
            return Files.write(directory.resolve("server.properties"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String bootstrapServers() {
        return "localhost:" + port;
    }

    void kill() {
        process.kill();
    }

    void startAgain() {
        process = run(settings);
    }

    @Override
    public void close() {
        process.close();
    }
}
