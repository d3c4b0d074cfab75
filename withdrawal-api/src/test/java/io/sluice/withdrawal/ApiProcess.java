package io.sluice.withdrawal;

import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The service in a process of its own, to be killed: a second instance on the same database. It does
 * not hear the ledger, so that its death holds up nothing but its webhooks.
 */
final class ApiProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private ApiProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ApiProcess start(DatabaseAddress database) throws IOException {
        int port = freePort();
        Path log = Files.createTempFile(Path.of("target"), "api-process-", ".log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                WithdrawalApiApplication.class.getName()));
        Stream.of(
                        Stream.of(database.springProperties()),
                        Stream.of(WebhookStage.SHORT_TIMES),
                        Stream.of(
                                "server.port=" + port,
                                "spring.profiles.active=local",
                                "spring.kafka.bootstrap-servers="
                                        + Infrastructure.bootstrapServers(),
                                "sluice.destination.key=" + Api.DESTINATION_KEY,
                                "sluice.secrets.key=" + Api.DESTINATION_KEY,
                                "sluice.outbox.lease=1s",
                                "spring.cloud.stream.bindings.ledgerEvents-in-0.consumer.auto-startup=false"))
                .flatMap(each -> each)
                .forEach(property -> command.add("--" + property));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        ApiProcess started = new ApiProcess(process, port);
        Await.until(() -> "ready, see " + log, started::isReady);
        return started;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("the process ended");
        }
        try {
            return Api.actuator(
                                    request("/actuator/health/readiness")
                                            .timeout(Duration.ofSeconds(5)))
                            .status()
                    == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpRequest.Builder opening(String apiKey, String amount) {
        return request("/external/withdrawals")
                .header("Authorization", "Bearer " + apiKey)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Api.body("user-1", amount)));
    }

    /** Signal 9. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
