package io.sluice.withdrawal;

import io.sluice.withdrawal.application.AgentSignature;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A client written for Praxis' agent API: signs its requests, checks the answers' signatures. */
final class AgentClient {

    static final String SECRET = "MerchantSecretKey";
    private static final String MERCHANT = "Test-Integration-Merchant";

    private final Api api;
    private final String merchant;
    private final String application;
    private final String secret;

    AgentClient(Api api, String application) {
        this(api, MERCHANT, application, SECRET);
    }

    AgentClient(Api api, String merchant, String application, String secret) {
        this.api = api;
        this.merchant = merchant;
        this.application = application;
        this.secret = secret;
    }

    ObjectNode request() {
        return Api.JSON
                .createObjectNode()
                .put("merchant_id", merchant)
                .put("application_key", application)
                .put("version", "1.3")
                .put("timestamp", Instant.now().getEpochSecond());
    }

    JsonNode complete(int request) {
        return manage("complete-withdrawal-request", request);
    }

    JsonNode cancel(int request) {
        return manage("cancel-withdrawal-request", request);
    }

    private JsonNode manage(String intent, int request) {
        ObjectNode body = request().put("intent", intent).put("withdrawal_request_id", request);
        return checked(
                send(
                        "/agent/manage-withdrawal-request",
                        body,
                        sign(body, "intent", "withdrawal_request_id")));
    }

    JsonNode split(int request, long amount, String orderId) {
        ObjectNode body =
                request()
                        .put("withdrawal_request_id", request)
                        .put("amount", amount)
                        .put("currency", "TRY")
                        .put("order_id", orderId);
        return checked(
                send("/agent/split-withdrawal-request", body, sign(body, "withdrawal_request_id")));
    }

    JsonNode find(int tid) {
        ObjectNode body = request().put("tid", tid);
        return checked(send("/agent/find-transaction", body, sign(body, "tid")));
    }

    JsonNode findOrder(String orderId) {
        ObjectNode body = request().put("order_id", orderId);
        return checked(send("/agent/find-order", body, sign(body, "order_id")));
    }

    private JsonNode checked(Api.Answer answer) {
        return verified(answer, secret);
    }

    String sign(ObjectNode body, String... fields) {
        List<String> values = new ArrayList<>(List.of(merchant, application));
        values.add(body.path("timestamp").asString());
        for (String field : fields) {
            values.add(AgentSignature.text(body.get(field)));
        }
        return AgentSignature.of(values, secret);
    }

    Api.Answer send(String path, JsonNode body, @Nullable String signature) {
        HttpRequest.Builder request =
                api.request(path)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        if (signature != null) {
            request.header("gt-authentication", signature);
        }
        return Api.send(request);
    }

    static JsonNode verified(Api.Answer answer) {
        return verified(answer, SECRET);
    }

    static JsonNode verified(Api.Answer answer, String secret) {
        JsonNode body = answer.json();
        List<String> values = new ArrayList<>();
        values.add(body.path("status").asString());
        values.add(body.path("timestamp").asString());
        for (String field :
                List.of("tid", "transaction_status", "processed_currency", "processed_amount")) {
            JsonNode value = body.path("transaction").path(field);
            values.add(value.isNull() || value.isMissingNode() ? "" : value.asString());
        }
        if (answer.status() != 200
                || !AgentSignature.of(values, secret).equals(answer.header("gt-authentication"))) {
            throw new AssertionError("not 200 or not signed: " + answer);
        }
        return body;
    }
}
