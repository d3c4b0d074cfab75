package io.sluice.verification;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus, as the machine has it, that scrapes the running platform. */
final class Prometheus implements AutoCloseable {

    static final Map<String, Integer> JOBS =
            Map.of(
                    "withdrawal-api", 8080,
                    "ledger-service", 8081,
                    "gateway-adapter", 8082,
                    "webhook-ingest", 8083);

    private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The package 'prometheus' of Debian has the server and promtool. */
    static Optional<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Prometheus start() {
        try {
            Path folder = Path.of("target", "prometheus").toAbsolutePath();
            Files.createDirectories(folder);
            Path configuration = folder.resolve("prometheus.yml");
            Files.writeString(configuration, configuration());
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Process process =
                    new ProcessBuilder(
                                    program("prometheus").orElseThrow().toString(),
                                    "--config.file=" + configuration,
                                    "--storage.tsdb.path=" + Files.createTempDirectory(folder, "d"),
                                    "--web.listen-address=127.0.0.1:" + port)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("prometheus.log").toFile())
                            .start();
            return new Prometheus(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration() {
        StringBuilder text =
                new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\n");
        text.append(
                "rule_files: [%s/deploy/prometheus/rules/*.yml]\n"
                        .formatted(ROOT.toAbsolutePath()));
        text.append("scrape_configs:\n");
        JOBS.forEach(
                (job, port) ->
                        text.append(
                                """
                                  - job_name: %s
                                    metrics_path: /actuator/prometheus
                                    static_configs: [{targets: ["localhost:%d"]}]
                                """
                                        .formatted(job, RunningPlatform.port(port))));
        return text.toString();
    }

    /** What an expression answers now: one sample for each series. */
    List<JsonNode> query(String expression) {
        return List.copyOf(
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                        .path("data")
                        .path("result")
                        .asArray()
                        .values());
    }

    /** The names of all metrics that were scraped or recorded. */
    List<String> metrics() {
        return get("/api/v1/label/__name__/values").path("data").asArray().values().stream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response =
                    http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            JsonNode body = JsonMapper.shared().readTree(response.body());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + body);
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
