package io.sluice.sandbox;

import io.sluice.sandbox.http.Json;

import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A running sandbox on a free port, with a receiver for its callbacks; times are scaled down. */
final class Sandbox implements AutoCloseable {

    static final String KEY = "sk_sandbox_sluice_ZGVtby1vdXRib3VuZC1rZXk";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    private final ConfigurableApplicationContext context;
    private final Receiver receiver;
    private final int port;

    private Sandbox(ConfigurableApplicationContext context, Receiver receiver) {
        this.context = context;
        this.receiver = receiver;
        this.port = ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
    }

    /** One that all tests share; they tell their payouts apart by key. */
    static Sandbox shared() {
        return Shared.INSTANCE;
    }

    static Sandbox start(Path data, Receiver receiver, String... settings) {
        String[] own = {
            "--server.port=0",
            "--sluice.sandbox.data=" + data,
            "--sluice.sandbox.silence=400ms",
            "--sluice.sandbox.slow=900ms",
            "--sluice.sandbox.callbacks.first-pause=20ms",
            "--sluice.sandbox.callbacks.longest-pause=100ms",
            "--sluice.sandbox.pientegra.webhook-url=" + receiver.address("/pientegra"),
            "--sluice.sandbox.praxis.notification-url=" + receiver.address("/praxis")
        };
        String[] all = new String[own.length + settings.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(settings, 0, all, own.length, settings.length);
        SpringApplication application = new SpringApplication(SandboxApplication.class);
        // Global resources would be closed under the other sandboxes of this process.
        application.addInitializers(
                context ->
                        ((GenericApplicationContext) context)
                                .registerBean(
                                        ReactorResourceFactory.class,
                                        () -> {
                                            ReactorResourceFactory apart =
                                                    new ReactorResourceFactory();
                                            apart.setUseGlobalResources(false);
                                            return apart;
                                        }));
        return new Sandbox(application.run(all), receiver);
    }

    Receiver receiver() {
        return receiver;
    }

    Reply get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    Reply post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    private static Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    name -> response.headers().firstValue(name).orElse(""));
        } catch (IOException e) {
            LoggerFactory.getLogger(Sandbox.class).info("no answer", e);
            return Reply.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a value that is neither null nor false. */
    static <T> T await(String what, Supplier<T> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            T value = condition.get();
            if (value != null && !Boolean.FALSE.equals(value)) {
                return value;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("not within " + PATIENCE + ": " + what);
    }

    /** The row of what was paid under a key or order id, or a missing node. */
    JsonNode paid(String ourReference) {
        for (JsonNode row : get("/sandbox/paid").json()) {
            if (row.path("ourReference").asString().equals(ourReference)) {
                return row;
            }
        }
        return Json.MAPPER.missingNode();
    }

    @Override
    public void close() {
        context.close();
    }

    static Path emptyDirectory() {
        try {
            return Files.createTempDirectory("sandbox-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer; status 0 when none came. */
    record Reply(int status, String body, UnaryOperator<String> headers) {
        static final Reply NONE = new Reply(0, "", _ -> "");

        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }
    }

    private static final class Shared {
        private static final Sandbox INSTANCE = start(emptyDirectory(), new Receiver());
    }
}
