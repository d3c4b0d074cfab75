package io.sluice.local.demo;

import io.sluice.local.process.PlainFailure;
import io.sluice.local.security.Security;
import io.sluice.local.service.Service;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** The platform's HTTP side, as a partner and an operator use it. */
public final class PlatformClient {

    /** The ledger itself answers 503 after 10 s. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static final int ATTEMPTS = 4;
    private static final int SERVER_ERROR = 500;
    private static final int CREATED = 201;
    private static final JsonMapper JSON = new JsonMapper();

    private final Security security;
    private final HttpClient http;

    public PlatformClient(Security security) {
        this.security = security;
        this.http = security.httpClient().connectTimeout(LIMIT).build();
    }

    /** What was answered to a new withdrawal. */
    record Opened(String withdrawalId, String referenceNo) {}

    /** Opens a withdrawal in TRY under an idempotency key of its own. */
    Opened openWithdrawal(String user, long amount) {
        HttpRequest request =
                to(Service.WITHDRAWAL_API, "/external/withdrawals", DemoPartner.API_KEY)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .header("Content-Type", "application/json")
                        .POST(body(DemoPartner.withdrawal(user, amount)))
                        .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != CREATED) {
            throw unexpected(request, answer);
        }
        JsonNode json = parse(request, answer);
        return new Opened(
                json.path("withdrawalId").asString(), json.path("referenceNo").asString());
    }

    /** The withdrawal as the partner sees it. */
    JsonNode withdrawal(String withdrawalId) {
        return get(
                Service.WITHDRAWAL_API,
                "/external/withdrawals/" + withdrawalId,
                DemoPartner.API_KEY);
    }

    /** What an operator sees at the ledger. */
    JsonNode ledger(String path) {
        return get(Service.LEDGER_SERVICE, "/ledger" + path, DemoPartner.OPERATOR_TOKEN);
    }

    /** What the sandbox says of itself. */
    JsonNode sandbox(String path) {
        return get(Service.SANDBOX, path, DemoPartner.OPERATOR_TOKEN);
    }

    /**
     * Credits a wallet of the demo's merchant, once for each reference; a 5xx says nothing yet and is
     * safe to repeat.
     */
    public void credit(String user, String currency, long amount, String reference) {
        String credit =
                """
                {"merchantId":"%s","externalUserId":"%s","currency":"%s","amount":"%d","reference":"%s"}
                """
                        .formatted(DemoPartner.MERCHANT, user, currency, amount, reference);
        HttpRequest request =
                to(Service.LEDGER_SERVICE, "/ledger/credits", DemoPartner.OPERATOR_TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(body(credit))
                        .build();
        HttpResponse<String> answer = send(request);
        for (int attempt = 2;
                answer.statusCode() >= SERVER_ERROR && attempt <= ATTEMPTS;
                attempt++) {
            answer = send(request);
        }
        if (answer.statusCode() / 100 != 2) {
            throw unexpected(request, answer);
        }
    }

    private JsonNode get(Service service, String path, String token) {
        HttpRequest request = to(service, path, token).GET().build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw unexpected(request, answer);
        }
        return parse(request, answer);
    }

    private HttpRequest.Builder to(Service service, String path, String token) {
        return HttpRequest.newBuilder(URI.create(service.at(security) + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return HttpRequest.BodyPublishers.ofString(json);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new PlainFailure(
                    request.method()
                            + " "
                            + request.uri()
                            + " gets no answer ("
                            + e
                            + "): './sluice status' shows who is missing",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("interrupted while waiting for " + request.uri(), e);
        }
    }

    private static JsonNode parse(HttpRequest request, HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw unexpected(request, answer);
        }
    }

    private static PlainFailure unexpected(HttpRequest request, HttpResponse<String> answer) {
        return new PlainFailure(
                request.method()
                        + " "
                        + request.uri()
                        + " is answered with "
                        + answer.statusCode()
                        + " "
                        + answer.body());
    }
}
