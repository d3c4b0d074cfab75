package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import tools.jackson.databind.node.ObjectNode;

import java.util.UUID;

/** An application of a test's own, made by operators as they make one. */
record Tenant(Stage stage, String application, String apiKey) {

    static final String MANAGED = "{\"processing\":\"MANAGED\"}";
    static final String SAME_ID = "{\"processing\":\"MANAGED\",\"separateTraceId\":false}";

    static Tenant create(Stage stage, String settings) {
        String key = Stage.unique("app");
        ObjectNode body =
                Api.JSON
                        .createObjectNode()
                        .put("applicationKey", key)
                        .put("merchantId", "Test-Integration-Merchant")
                        .put("defaultGateway", "pientegra");
        body.putArray("route").add("pientegra").add("praxis");
        body.putArray("currencies").add("TRY").add("EUR").add("USD").add("JPY").add("KWD");
        body.setAll((ObjectNode) Api.JSON.readTree(settings));
        Api.Answer answer =
                stage.api().call("POST", Stage.OPERATOR, "/operator/applications", body.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return new Tenant(stage, key, answer.at("apiKey"));
    }

    /** A withdrawal that the ledger has heard of. */
    record Opened(WithdrawalId id, int number, String referenceNo, WithdrawalRequested asked) {}

    Api.Answer post(String key, String body) {
        return stage.api().post(apiKey, key, body);
    }

    Api.Answer post(String body) {
        return post(UUID.randomUUID().toString(), body);
    }

    Api.Answer get(String path) {
        return stage.api().get(apiKey, path);
    }

    Api.Answer get(WithdrawalId id) {
        return get("/external/withdrawals/" + id);
    }

    Api.Answer set(String settings) {
        Api.Answer answer =
                stage.api()
                        .call(
                                "PUT",
                                Stage.OPERATOR,
                                "/operator/applications/" + application,
                                settings);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    WithdrawalId posted(long amount) {
        Api.Answer answer = post(Api.body("user-1", Long.toString(amount)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return WithdrawalId.of(answer.at("withdrawalId"));
    }

    Opened open(long amount) {
        WithdrawalId id = posted(amount);
        WithdrawalRequested asked = stage.ledger().requested(id);
        var whole = get(id).json();
        return new Opened(
                id,
                whole.path("withdrawalRequestId").asInt(),
                whole.path("referenceNo").asString(),
                asked);
    }

    /** Opened and reserved, as far as the ledger says. */
    Opened reserved(long amount) {
        Opened opened = open(amount);
        stage.ledger().reserves(opened.asked());
        return opened;
    }

    AgentClient agent() {
        return new AgentClient(stage.api(), application);
    }
}
