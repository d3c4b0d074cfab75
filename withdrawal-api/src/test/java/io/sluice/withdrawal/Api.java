package io.sluice.withdrawal;

import io.sluice.testing.DatabaseAddress;
import io.sluice.testing.Infrastructure;
import io.sluice.testing.ServedAnswers;
import io.sluice.withdrawal.application.Directory;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A running instance of the service, and a client that speaks to it like a partner. */
final class Api implements AutoCloseable {

    static final String DESTINATION_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    static final String SANDBOX_KEY = "sk_test_demo_c2x1aWNlLWRlbW8ta2V5";
    static final String MANAGED_KEY = "sk_test_managed_c2x1aWNlLW1hbmFnZWQ";
    static final String SAME_KEY = "sk_test_same_c2x1aWNlLXNhbWU";
    static final String FINAL_KEY = "sk_test_final_c2x1aWNlLWZpbmFs";
    static final String WEBHOOK_SECRET = "whsec_c2x1aWNlLWRlbW8td2ViaG9vay1zZWNyZXQtMDE=";
    static final ServedAnswers ANSWERS = new ServedAnswers("withdrawal-api");
    static final JsonMapper JSON = JsonMapper.shared();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final ConfigurableApplicationContext context;
    private final DatabaseAddress database;
    private final String base;

    private Api(ConfigurableApplicationContext context, DatabaseAddress database) {
        this.context = context;
        this.database = database;
        this.base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    Collection<?> routers() {
        return context.getBeansOfType(RouterFunction.class).values();
    }

    /** Settings changed behind the service's back, seen by it now. */
    void reloadDirectory() {
        context.getBean(Directory.class).reload().block(Duration.ofSeconds(10));
    }

    static Api start(Partner partner) {
        return start(Infrastructure.database("withdrawal_api"), partner);
    }

    static Api start(DatabaseAddress database, Partner partner, String... more) {
        List<String> properties = new ArrayList<>(List.of(database.springProperties()));
        properties.addAll(
                List.of(
                        "server.port=0",
                        "spring.kafka.bootstrap-servers=" + Infrastructure.bootstrapServers(),
                        "sluice.destination.key=" + DESTINATION_KEY,
                        "sluice.secrets.key=" + DESTINATION_KEY,
                        "sluice.demo.webhook-url=" + partner.url(),
                        "sluice.demo.praxis-notification-url=" + partner.url(),
                        "spring.cloud.stream.bindings.ledgerEvents-in-0.group=" + database.name(),
                        "logging.structured.format.console="));
        properties.addAll(List.of(more));
        String[] arguments =
                properties.stream().map(property -> "--" + property).toArray(String[]::new);
        return new Api(
                new SpringApplicationBuilder(WithdrawalApiApplication.class)
                        .initializers(Api::keepToItself)
                        .profiles("local")
                        .run(arguments),
                database);
    }

    /** Event loops of its own: those of the JVM would stop for all when one instance stops. */
    private static void keepToItself(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean(
                        ReactorResourceFactory.class,
                        () -> {
                            ReactorResourceFactory own = new ReactorResourceFactory();
                            own.setUseGlobalResources(false);
                            return own;
                        });
    }

    @Override
    public void close() {
        context.close();
    }

    DatabaseAddress database() {
        return database;
    }

    String base() {
        return base;
    }

    /** An answer, with its JSON where there is one. */
    record Answer(int status, String text, Map<String, List<String>> headers) {

        JsonNode json() {
            return JSON.readTree(text);
        }

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        String at(String field) {
            return json().path(field).asString();
        }
    }

    /** A JSON request with a bearer token; its body is held against the document, too. */
    Answer call(String method, String token, String path, @Nullable String body) {
        HttpRequest.Builder request =
                request(path)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return send(request, body);
    }

    Answer post(String apiKey, String idempotencyKey, String body) {
        return send(
                request("/external/withdrawals")
                        .header("Authorization", "Bearer " + apiKey)
                        .header("Idempotency-Key", idempotencyKey)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                body);
    }

    Answer open(String apiKey, String user, String amount) {
        return post(apiKey, UUID.randomUUID().toString(), body(user, "\"" + amount + "\""));
    }

    Answer get(String apiKey, String path) {
        return send(request(path).header("Authorization", "Bearer " + apiKey).GET());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    }

    /** An answer that does not fit the OpenAPI document fails the test, whatever it is about. */
    static Answer send(HttpRequest.Builder request) {
        return send(request, null);
    }

    private static Answer send(HttpRequest.Builder builder, @Nullable String body) {
        HttpRequest request = builder.build();
        Answer answer = exchange(request);
        ANSWERS.check(
                request.method(),
                request.uri().getPath(),
                body,
                answer.status(),
                answer.headers(),
                answer.text());
        return answer;
    }

    /** What every service answers, whatever it is for: in no document of this one. */
    static Answer actuator(HttpRequest.Builder request) {
        return exchange(request.GET().build());
    }

    private static Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String body(String user, String amount) {
        return """
               {"externalUserId":"%s","externalUserLabel":"Demo user","amount":%s,"currency":"TRY",\
               "targetIban":"TR320010009999901234567890","targetHolderName":"Ayşe Yılmaz"}"""
                .formatted(user, amount);
    }

    /** The first column of what a query of the service's database gives. */
    List<String> query(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
