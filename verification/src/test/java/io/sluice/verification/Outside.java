package io.sluice.verification;

import static org.awaitility.Awaitility.await;

import io.sluice.verification.clear.NothingInClear;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A partner, a provider and an operator, over HTTP alone. */
final class Outside {

    static final String API_KEY = "sk_test_demo_c2x1aWNlLWRlbW8ta2V5";
    static final String OPERATOR = "operator-demo-token";
    static final String MERCHANT = "Test-Integration-Merchant";
    static final String IBAN = NothingInClear.IBAN;
    static final String HOLDER = NothingInClear.HOLDER;

    private static final Duration SOON = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final JsonMapper json = JsonMapper.shared();

    record Answer(int status, Map<String, List<String>> headers, JsonNode body, String text) {}

    Answer get(int port, String path, String token) {
        return send(request(port, path, token).GET());
    }

    Answer post(int port, String path, String token, Object body, String... headers) {
        HttpRequest.Builder request =
                request(port, path, token).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        String text = body instanceof String raw ? raw : json.writeValueAsString(body);
        return send(request.POST(HttpRequest.BodyPublishers.ofString(text)));
    }

    Answer put(int port, String path, String token, Object body) {
        return send(
                request(port, path, token)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    Answer putCsv(int port, String path, String token, String csv) {
        return send(
                request(port, path, token)
                        .header("Content-Type", "text/csv")
                        .PUT(HttpRequest.BodyPublishers.ofString(csv)));
    }

    /** The status of the answer; what is no GET has an empty object as its body. */
    int call(String method, int port, String path, String token) {
        HttpRequest.BodyPublisher body =
                method.equals("GET")
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString("{}");
        return send(request(port, path, token)
                        .header("Content-Type", "application/json")
                        .method(method, body))
                .status();
    }

    private static HttpRequest.Builder request(int port, String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("http://localhost:" + RunningPlatform.port(port) + path))
                        .timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            boolean isJson = text.startsWith("{") || text.startsWith("[");
            return new Answer(
                    response.statusCode(),
                    response.headers().map(),
                    isJson ? json.readTree(text) : json.nullNode(),
                    text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a withdrawal with the demo's key. */
    Answer open(String user, String amount, String key) {
        return post(
                8080,
                "/external/withdrawals",
                API_KEY,
                withdrawal(user, amount),
                "Idempotency-Key",
                key);
    }

    static Map<String, Object> withdrawal(String user, String amount) {
        return Map.of(
                "externalUserId", user,
                "externalUserLabel", "Demo user",
                "amount", amount,
                "currency", "TRY",
                "targetIban", IBAN,
                "targetHolderName", HOLDER);
    }

    String openedId(String user, String amount) {
        Answer answer = open(user, amount, UUID.randomUUID().toString());
        if (answer.status() != 201) {
            throw new IllegalStateException(
                    "201 expected: " + answer.status() + " " + answer.text());
        }
        return answer.body().path("withdrawalId").stringValue();
    }

    void fund(String user, long amount) {
        Answer answer =
                post(
                        8081,
                        "/ledger/credits",
                        OPERATOR,
                        Map.of(
                                "merchantId",
                                MERCHANT,
                                "externalUserId",
                                user,
                                "currency",
                                "TRY",
                                "amount",
                                Long.toString(amount),
                                "reference",
                                "funding-" + UUID.randomUUID()));
        if (answer.status() != 201) {
            throw new IllegalStateException(
                    "201 expected: " + answer.status() + " " + answer.text());
        }
    }

    JsonNode withdrawalOf(String id) {
        return get(8080, "/external/withdrawals/" + id, API_KEY).body();
    }

    JsonNode awaitWithdrawal(String id, Predicate<JsonNode> state) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> withdrawalOf(id), state);
    }

    /** What the partner received for the withdrawal, oldest first. */
    List<JsonNode> webhooks(String id) {
        return elements(get(8090, "/partner/webhooks?withdrawalId=" + id, "").body()).reversed();
    }

    List<JsonNode> awaitWebhooks(String id, String lastType) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> webhooks(id),
                        received ->
                                received.stream().anyMatch(hook -> lastType.equals(type(hook))));
    }

    static String type(JsonNode webhook) {
        return webhook.path("body").path("eventType").stringValue("");
    }

    long available(String user) {
        return wallet(user).path("available").asLong();
    }

    JsonNode wallet(String user) {
        return get(8081, "/ledger/wallets/" + MERCHANT + "/" + user + "/TRY", OPERATOR).body();
    }

    List<JsonNode> entries(String withdrawalId) {
        return elements(
                get(8081, "/ledger/withdrawals/" + withdrawalId + "/entries", OPERATOR).body());
    }

    List<JsonNode> trialBalance() {
        return elements(get(8081, "/ledger/trial-balance", OPERATOR).body());
    }

    List<JsonNode> paid() {
        return elements(get(8090, "/sandbox/paid", "").body());
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
