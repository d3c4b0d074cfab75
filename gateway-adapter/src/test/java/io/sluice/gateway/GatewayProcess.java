package io.sluice.gateway;

import static org.awaitility.Awaitility.await;

import io.sluice.contracts.PayoutId;
import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service in a process of its own, to be killed, stopped and woken by signals. */
final class GatewayProcess implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final int port;
    private final Process process;

    GatewayProcess(DatabaseAddress database, List<String> settings) {
        try {
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    List.of(
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            GatewayAdapterApplication.class.getName(),
                            "--spring.profiles.active=local",
                            "--server.port=" + port,
                            // There is no ledger that would take statements.
                            "--sluice.gateway.statements.ledger=false",
                            // Who is killed does not leave its group: others wait for so long.
                            "--spring.cloud.stream.kafka.binder.consumer-properties.session.timeout.ms=6000",
                            "--spring.kafka.bootstrap-servers=" + Infrastructure.bootstrapServers(),
                            "--SLUICE_DESTINATION_KEY=" + Wire.KEY));
            List.of(database.springProperties()).forEach(p -> command.add("--" + p));
            settings.forEach(setting -> command.add("--" + setting));
            process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    Files.createTempFile("gateway-" + port + "-", ".log").toFile())
                            .start();
        } catch (IOException e) {
            throw new IllegalStateException("the gateway does not start", e);
        }
    }

    GatewayProcess awaitReady() {
        await().atMost(Duration.ofSeconds(60)).until(this::isReady);
        return this;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the gateway died (expected: a running one)");
        }
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + port
                                                                    + "/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(1))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Two operators agree that a payout in doubt was not paid. */
    void resolveAsNotPaid(PayoutId payout) {
        for (String token : List.of("operator-demo-token", "operator-demo-token-2")) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/operator/payouts/%s/resolve"
                                                    .formatted(port, payout)))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .timeout(Duration.ofSeconds(5))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"outcome\":\"NOT_PAID\",\"reason\":\"refused\"}"))
                            .build();
            try {
                HTTP.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
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

    /** SIGSTOP: it holds its connections and its clock goes on. */
    void stop() {
        signal("STOP");
    }

    /** SIGCONT. */
    void wake() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In good order where it can be, so that whoever comes next gets the partitions at once. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
