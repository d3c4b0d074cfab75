package io.sluice.verification.chaos;

import io.sluice.contracts.Topics;
import io.sluice.verification.chaos.Victims.Victim;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When a process that was killed or stopped is back at work, as those who need it see it. */
final class Recovery implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String databasePassword;
    private final Admin admin;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .build();

    Recovery(String bootstrapServers, String databasePassword) {
        this.databasePassword = databasePassword;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        DriverManager.setLoginTimeout((int) LIMIT.toSeconds());
    }

    boolean isReady(Victim victim) {
        return switch (victim.kind()) {
            case "broker" -> listens(victim.port()) && isInSync(victim.broker());
            case "database" -> answers(victim.port());
            default -> saysSo(victim.port());
        };
    }

    /** Which a broker does last when it starts: until then the others do not miss it. */
    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), (int) LIMIT.toMillis());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** It has caught up with all that was written while it was away. */
    private boolean isInSync(int broker) {
        try {
            return admin
                    .describeTopics(Topics.ALL)
                    .allTopicNames()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .map(TopicDescription::partitions)
                    .flatMap(partitions -> partitions.stream())
                    .allMatch(
                            partition ->
                                    partition.isr().stream().anyMatch(node -> node.id() == broker));
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean answers(int port) {
        String url = "jdbc:postgresql://localhost:" + port + "/postgres";
        try (Connection connection =
                DriverManager.getConnection(url, "postgres", databasePassword)) {
            return connection.isValid((int) LIMIT.toSeconds());
        } catch (SQLException _) {
            return false;
        }
    }

    private boolean saysSo(int port) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:" + port + "/actuator/health/readiness"))
                        .timeout(LIMIT)
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(LIMIT);
    }
}
