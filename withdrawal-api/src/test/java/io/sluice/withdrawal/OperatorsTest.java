package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** Merchants, applications, keys and secrets, as operators make and renew them. */
@ExtendWith(Stage.Shared.class)
class OperatorsTest {

    private static Api.Answer operator(Stage stage, String method, String path, String body) {
        return stage.api().call(method, Stage.OPERATOR, "/operator" + path, body);
    }

    private static String keys(Tenant tenant) {
        return "/applications/" + tenant.application() + "/api-keys";
    }

    private static int list(Stage stage, String apiKey) {
        return stage.api().get(apiKey, "/external/withdrawals").status();
    }

    @Test
    void anApiKeyIsShownOnceKeptHashedExpiresAndIsRevoked(Stage stage) {
        Tenant tenant = stage.tenant();
        Api.Answer issued = operator(stage, "POST", keys(tenant), "{}");
        assertThat(issued.status()).isEqualTo(201);
        assertThat(issued.header("cache-control")).isEqualTo("no-store");
        String key = issued.at("apiKey");
        assertThat(key).matches("sk_live_[a-z0-9]+_[A-Za-z0-9_-]{43}");
        assertThat(list(stage, key)).isEqualTo(200);
        assertThat(list(stage, tenant.apiKey())).as("the first one stays").isEqualTo(200);
        assertThat(stage.api().query("SELECT k::text FROM api_key k"))
                .noneMatch(row -> row.contains(key));
        Api.Answer listed = stage.api().get(Stage.VIEWER, "/operator" + keys(tenant));
        assertThat(listed.text()).doesNotContain(key);
        assertThat(listed.json().get(0).path("lastFour").asString())
                .isEqualTo(key.substring(key.length() - 4));

        String revoke = keys(tenant) + "/" + issued.at("id") + "/revoke";
        assertThat(operator(stage, "POST", revoke, null).status()).isEqualTo(204);
        assertThat(operator(stage, "POST", revoke, null).status()).as("again").isEqualTo(204);
        assertThat(list(stage, key)).isEqualTo(401);
        assertThat(list(stage, tenant.apiKey())).isEqualTo(200);

        Tenant other = stage.tenant();
        String theirs =
                operator(stage, "GET", keys(other), null).json().get(0).path("id").asString();
        assertThat(operator(stage, "POST", keys(tenant) + "/" + theirs + "/revoke", null).status())
                .isEqualTo(404);
        assertThat(list(stage, other.apiKey())).isEqualTo(200);

        Api.Answer brief = operator(stage, "POST", keys(tenant), "{\"expiresInSeconds\":0}");
        assertThat(list(stage, brief.at("apiKey"))).as("expired").isEqualTo(401);
    }

    @Test
    void aRotationLetsTheOldKeysWorkForTheOverlapOnly(Stage stage) {
        Tenant tenant = stage.tenant();
        Api.Answer rotated = operator(stage, "POST", keys(tenant), "{\"overlapSeconds\":3600}");
        assertThat(list(stage, rotated.at("apiKey"))).isEqualTo(200);
        assertThat(list(stage, tenant.apiKey())).isEqualTo(200);

        Api.Answer last = operator(stage, "POST", keys(tenant), "{\"overlapSeconds\":0}");
        assertThat(list(stage, last.at("apiKey"))).isEqualTo(200);
        assertThat(list(stage, rotated.at("apiKey"))).isEqualTo(401);
        assertThat(list(stage, tenant.apiKey())).isEqualTo(401);
        assertThat(operator(stage, "POST", keys(tenant), "{\"overlapSeconds\":-1}").status())
                .isEqualTo(400);
    }

    @Test
    void aMerchantHasASecretForPraxisThatIsRenewedWithAnOverlap(Stage stage) {
        String merchant = Stage.unique("merchant");
        Api.Answer created =
                operator(stage, "POST", "/merchants", "{\"merchantId\":\"" + merchant + "\"}");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("previousValidUntil").isNull()).isTrue();
        assertThat(
                        operator(
                                        stage,
                                        "POST",
                                        "/merchants",
                                        "{\"merchantId\":\"" + merchant + "\"}")
                                .status())
                .isEqualTo(409);
        assertThat(operator(stage, "POST", "/merchants", "{\"merchantId\":\"a|b\"}").status())
                .isEqualTo(400);
        String application = Stage.unique("app");
        assertThat(
                        operator(
                                        stage,
                                        "POST",
                                        "/applications",
                                        "{\"applicationKey\":\"%s\",\"merchantId\":\"%s\"}"
                                                .formatted(application, merchant))
                                .status())
                .isEqualTo(201);
        assertThat(stage.api().get(Stage.VIEWER, "/operator/merchants").text())
                .contains(merchant, application)
                .doesNotContain(created.at("secret"));

        String first = created.at("secret");
        AgentClient old = new AgentClient(stage.api(), merchant, application, first);
        assertThat(old.find(1).path("status").asInt()).isEqualTo(400);

        String path = "/merchants/" + merchant + "/praxis-secret";
        Api.Answer renewed = operator(stage, "POST", path, "{\"overlapSeconds\":3600}");
        assertThat(renewed.status()).isEqualTo(201);
        assertThat(renewed.at("previousValidUntil")).isNotEmpty();
        AgentClient fresh =
                new AgentClient(stage.api(), merchant, application, renewed.at("secret"));
        assertThat(old.find(1).path("description").asString())
                .as("each answer is signed with the secret of its request")
                .contains("not found");
        assertThat(fresh.find(1).path("description").asString()).contains("not found");

        operator(stage, "POST", path, "{\"overlapSeconds\":0}");
        assertThat(refusal(old)).contains("does not verify");
        assertThat(refusal(fresh)).contains("does not verify");
        assertThat(operator(stage, "POST", "/merchants/nobody/praxis-secret", "{}").status())
                .isEqualTo(404);
        assertThat(stage.api().query("SELECT s::text FROM partner_secret s"))
                .noneMatch(row -> row.contains(first));
    }

    private static String refusal(AgentClient agent) {
        var body = agent.request().put("tid", 1);
        return agent.send("/agent/find-transaction", body, agent.sign(body, "tid"))
                .at("description");
    }

    @Test
    void aWebhookSecretIsRenewedByPartnerAndOperatorAndTwoAtMostAreGood(Stage stage) {
        Tenant tenant = stage.tenant();
        String config = "/external/site/webhook-config";
        String url = stage.partner().url();
        Api.Answer first =
                stage.api()
                        .call("PUT", tenant.apiKey(), config, "{\"webhookUrl\":\"" + url + "\"}");
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.at("webhookSecret")).matches("whsec_[A-Za-z0-9+/_=-]{44}");
        assertThat(first.at("rotatedAt")).isNotEmpty();
        assertThat(first.at("webhookUrl")).isEqualTo(url);
        Api.Answer kept =
                stage.api()
                        .call(
                                "PUT",
                                tenant.apiKey(),
                                config,
                                "{\"webhookUrl\":\"" + url + "\",\"rotateSecret\":false}");
        assertThat(kept.json().path("webhookSecret").isNull()).isTrue();
        assertThat(kept.json().path("rotatedAt").isNull()).isTrue();
        for (int i = 0; i < 2; i++) {
            Api.Answer renewed =
                    operator(
                            stage,
                            "POST",
                            "/applications/" + tenant.application() + "/webhook-secret",
                            "{}");
            assertThat(renewed.status()).isEqualTo(201);
            assertThat(renewed.at("previousValidUntil")).isNotEmpty();
        }
        assertThat(
                        stage.api()
                                .query(
                                        "SELECT count(*) FROM partner_secret WHERE kind = 'WEBHOOK' AND owner = '"
                                                + tenant.application()
                                                + "' AND (valid_until IS NULL OR valid_until > now())"))
                .containsExactly("2");

        tenant.posted(100);
        Await.until(
                () -> "withdrawal.created with both signatures",
                () ->
                        stage.partner().received().stream()
                                .map(one -> one.headers().get("Pientegra-Signature"))
                                .anyMatch(
                                        header ->
                                                header != null && header.split("v1=").length == 3));
        for (String bad :
                List.of(
                        "{}",
                        "{\"webhookUrl\":\"ftp://x\"}",
                        "{\"webhookUrl\":\"" + url + "\",\"rotateSecret\":1}")) {
            assertThat(stage.api().call("PUT", tenant.apiKey(), config, bad).status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void anApplicationIsMadeOnceAndChangedInWhatIsNamedAlone(Stage stage) {
        Tenant tenant =
                stage.tenant("{\"eventTypes\":[\"payout.sent\"],\"orderedDelivery\":false}");
        String path = "/operator/applications/" + tenant.application();
        JsonNode made = stage.api().get(Stage.VIEWER, path).json();
        assertThat(made.path("eventTypes").size()).isEqualTo(1);
        assertThat(made.path("orderedDelivery").asBoolean()).isFalse();
        assertThat(made.path("reviewExpirySeconds").asInt()).isEqualTo(86_400);

        tenant.set("{\"ratePerMinute\":1000,\"eventTypes\":[]}");
        JsonNode changed = stage.api().get(Stage.VIEWER, path).json();
        assertThat(changed.path("ratePerMinute").asInt()).isEqualTo(1000);
        assertThat(changed.path("eventTypes").size()).isZero();
        assertThat(changed.path("route")).isEqualTo(made.path("route"));

        Api.Answer bad =
                operator(
                        stage,
                        "PUT",
                        "/applications/" + tenant.application(),
                        """
                        {"processing":"SOON","currencies":["XXX"],"minAmount":0,"route":["other"],\
                        "reviewExpirySeconds":0,"allowedAddresses":["10.0.0.0/40"],"separateTraceId":1,\
                        "eventTypes":["x"],"countries":["ZZ"],"webhookUrl":"nowhere"}""");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().path("errors").size()).isEqualTo(10);
        assertThat(stage.api().get(Stage.VIEWER, path).json()).isEqualTo(changed);

        String again =
                "{\"applicationKey\":\"%s\",\"merchantId\":\"Test-Integration-Merchant\"}"
                        .formatted(tenant.application());
        assertThat(operator(stage, "POST", "/applications", again).status()).isEqualTo(409);
        assertThat(
                        operator(
                                        stage,
                                        "POST",
                                        "/applications",
                                        "{\"applicationKey\":\"new\",\"merchantId\":\"nobody\"}")
                                .status())
                .isEqualTo(400);
        for (String key : List.of("", "a b", "a/b", "a".repeat(33))) {
            assertThat(
                            operator(
                                            stage,
                                            "POST",
                                            "/applications",
                                            "{\"applicationKey\":\"%s\",\"merchantId\":\"Test-Integration-Merchant\"}"
                                                    .formatted(key))
                                    .status())
                    .as(key)
                    .isEqualTo(400);
        }
        assertThat(stage.api().get(Stage.VIEWER, "/operator/applications").text())
                .contains(tenant.application(), "\"Sandbox\"");
    }

    @Test
    void whateverChangesSomethingLeavesALineInTheAuditTrail(Stage stage) {
        Tenant tenant = stage.tenant();
        tenant.set("{\"ratePerMinute\":1000,\"minAmount\":\"1\"}");
        operator(stage, "POST", keys(tenant), "{}");
        operator(stage, "POST", keys(tenant), "{\"overlapSeconds\":0}");
        operator(stage, "POST", "/applications/" + tenant.application() + "/webhook-secret", "{}");

        Api.Answer trail =
                stage.api().get(Stage.VIEWER, "/operator/audit?subject=" + tenant.application());
        assertThat(trail.json().valueStream().map(line -> line.path("action").asString()))
                .containsExactly(
                        "renew-webhook-secret",
                        "rotate-api-key",
                        "issue-api-key",
                        "change-application",
                        "create-application");
        JsonNode change = trail.json().get(3);
        assertThat(change.path("operator").asString()).isEqualTo("operator-1");
        assertThat(change.path("reason").asString()).contains("rate_per_minute", "min_amount");

        long last = trail.json().get(1).path("id").asLong();
        Api.Answer older =
                stage.api()
                        .get(
                                Stage.VIEWER,
                                "/operator/audit?limit=1&before="
                                        + last
                                        + "&subject="
                                        + tenant.application());
        assertThat(older.json().size()).isEqualTo(1);
        assertThat(older.json().get(0).path("action").asString()).isEqualTo("issue-api-key");
        assertThat(stage.api().get(Stage.VIEWER, "/operator/audit?before=x").status())
                .isEqualTo(400);
    }
}
