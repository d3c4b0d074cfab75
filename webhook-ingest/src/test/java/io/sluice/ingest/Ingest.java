package io.sluice.ingest;

import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;

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

    /** Neither its relay nor its consumer finds a broker. */
    public static final String[] NO_BROKER = {
        "spring.kafka.bootstrap-servers=localhost:1",
        "spring.cloud.stream.kafka.binder.brokers=localhost:1"
    };

    /** An instance that is closed cleans up the logging that one that starts is setting up. */
    private static final Object LOGGING = new Object();

    private final ConfigurableApplicationContext context;
    private final int port;

    private Ingest(ConfigurableApplicationContext context) {
        this.context = context;
        this.port =
                Objects.requireNonNull(
                        context.getEnvironment().getProperty("local.server.port", Integer.class));
    }

    /** One for all tests that need no settings of their own; it ends with the JVM. */
    public static Ingest shared() {
        return Shared.INGEST;
    }

    /** The database of the one that is shared. */
    public static DatabaseAddress sharedDatabase() {
        return Shared.DATABASE;
    }

    public static Ingest start(DatabaseAddress database, String... more) {
        return start(arguments(database, more));
    }

    static Ingest start(String[] arguments) {
        synchronized (LOGGING) {
            return new Ingest(
                    new SpringApplicationBuilder(IngestApplication.class)
                            .profiles("local")
                            .registerShutdownHook(false)
                            .initializers(
                                    context -> ownEventLoops((GenericApplicationContext) context))
                            .run(arguments));
        }
    }

    /** The event loops that all share would end with the first instance that is closed. */
    private static void ownEventLoops(GenericApplicationContext context) {
        context.registerBean(
                ReactorResourceFactory.class,
                () -> {
                    ReactorResourceFactory own = new ReactorResourceFactory();
                    own.setUseGlobalResources(false);
                    return own;
                });
    }

    /**
     * Command-line arguments that start the service against a database and the broker; what is given
     * later counts. Instances on one database are one consumer group, as the real ones are.
     */
    public static String[] arguments(DatabaseAddress database, String... more) {
        List<String> arguments = new ArrayList<>();
        for (String property : database.springProperties()) {
            arguments.add("--" + property);
        }
        arguments.add("--server.port=0");
        arguments.add("--spring.kafka.bootstrap-servers=" + Infrastructure.bootstrapServers());
        arguments.add("--spring.cloud.stream.bindings.payoutEvents-in-0.group=" + database.name());
        // Tests forge a great deal, and need no patience.
        arguments.add("--sluice.ingest.http.forged-per-second=0");
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

    /** The webhooks' routes and all behind them, without the web server in front. */
    @SuppressWarnings("unchecked")
    HttpHandler webhooks() {
        return RouterFunctions.toHttpHandler(context.getBean("webhooks", RouterFunction.class));
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
        synchronized (LOGGING) {
            context.close();
        }
    }

    private static final class Shared {
        static final DatabaseAddress DATABASE = Infrastructure.database("ingest");
        static final Ingest INGEST =
                start(
                        DATABASE,
                        "sluice.providers.acme.shop=corner",
                        "sluice.providers.acme.password=open-sesame");
    }
}
