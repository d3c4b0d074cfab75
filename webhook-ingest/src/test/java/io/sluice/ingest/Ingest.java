package io.sluice.ingest;

import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The service, started as it is run, on a free port. */
public final class Ingest implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    private final ConfigurableApplicationContext context;
    private final int port;

    private Ingest(ConfigurableApplicationContext context) {
        this.context = context;
        this.port =
                Objects.requireNonNull(
                        context.getEnvironment().getProperty("local.server.port", Integer.class));
    }

    public static Ingest start(DatabaseAddress database, String... more) {
        return start(database.springProperties(), more);
    }

    /** With the database's properties spelt out; what is given later counts. */
    public static Ingest start(String[] database, String... more) {
        return new Ingest(
                new SpringApplicationBuilder(IngestApplication.class)
                        .profiles("local")
                        .run(arguments(database, more)));
    }

    /** Command-line arguments that start the service against a database and the broker. */
    public static String[] arguments(String[] database, String... more) {
        List<String> arguments = new ArrayList<>();
        for (String property : database) {
            arguments.add("--" + property);
        }
        arguments.add("--server.port=0");
        arguments.add("--spring.kafka.bootstrap-servers=" + Infrastructure.bootstrapServers());
        for (String property : more) {
            arguments.removeIf(earlier -> earlier.startsWith("--" + nameOf(property) + "="));
            arguments.add("--" + property);
        }
        return arguments.toArray(String[]::new);
    }

    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    private static String nameOf(String property) {
        return property.substring(0, property.indexOf('='));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public int port() {
        return port;
    }

    public HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        return post(port, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** To any instance. */
    public static HttpResponse<String> post(
            int port, String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    public HttpResponse<String> get(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofSeconds(20));
        headers.forEach(request::header);
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
