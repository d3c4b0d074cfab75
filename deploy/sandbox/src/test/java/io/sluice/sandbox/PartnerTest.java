package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.signature.PientegraSignature;
import io.sluice.sandbox.signature.PraxisSignature;
import io.sluice.sandbox.signature.StandardWebhookSignature;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

@Execution(ExecutionMode.SAME_THREAD)
class PartnerTest {

    private static final String SECRET = "whsec_c2x1aWNlLWRlbW8td2ViaG9vay1zZWNyZXQtMDE=";

    private final Sandbox sandbox = Sandbox.shared();
    private final String id = UUID.randomUUID().toString();
    private final String type = "withdrawal." + id;
    private final String body =
            """
            {"eventId":"%s","eventType":"%s","sequence":1,"withdrawal":{"id":"%s","referenceNo":"W-%s","amount":"100"}}"""
                    .formatted(UUID.randomUUID(), type, id, id);

    @AfterEach
    void behaveAgain() {
        sandbox.post("/sandbox/partner", "{}");
    }

    @Test
    void takes_what_both_signatures_cover_and_lists_it() {
        assertThat(deliver(SECRET, SECRET, Instant.now()).status()).isEqualTo(204);
        JsonNode listed = sandbox.get("/partner/webhooks?withdrawalId=" + id).json();
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.get(0).path("verified").asBoolean()).isTrue();
        assertThat(listed.get(0).path("body").path("withdrawal").path("id").asString())
                .isEqualTo(id);
        assertThat(listed.get(0).path("headers").path("webhook-id").asString()).isEqualTo("evt_1");
        assertThat(Instant.parse(listed.get(0).path("receivedAt").asString()))
                .isBefore(Instant.now());
        assertThat(sandbox.get("/partner/webhooks?withdrawalId=W-" + id).json().size())
                .isEqualTo(1);
        assertThat(
                        sandbox.get("/partner/webhooks/count?eventType=" + type)
                                .json()
                                .path("count")
                                .intValue())
                .isEqualTo(1);
    }

    @Test
    void refuses_but_keeps_what_only_one_signature_covers_or_what_is_stale() {
        String other = "whsec_b3RoZXI=";
        assertThat(deliver(other, SECRET, Instant.now()).status()).isEqualTo(401);
        assertThat(deliver(SECRET, other, Instant.now()).status()).isEqualTo(401);
        assertThat(deliver(SECRET, SECRET, Instant.now().minusSeconds(301)).status())
                .isEqualTo(401);
        assertThat(sandbox.post("/partner/webhooks", body).status()).isEqualTo(401);
        JsonNode listed = sandbox.get("/partner/webhooks?withdrawalId=" + id).json();
        assertThat(listed.size()).isEqualTo(4);
        for (JsonNode row : listed) {
            assertThat(row.path("verified").asBoolean()).isFalse();
        }
        assertThat(sandbox.post("/partner/webhooks", "no JSON at all").status()).isEqualTo(401);
        assertThat(sandbox.get("/partner/webhooks?limit=1").json().get(0).path("body").isString())
                .isTrue();
    }

    @Test
    void answers_as_it_is_told_to() {
        assertThat(sandbox.post("/sandbox/partner", "{\"status\":503,\"delayMs\":50}").status())
                .isEqualTo(200);
        long before = System.nanoTime();
        assertThat(deliver(SECRET, SECRET, Instant.now()).status()).isEqualTo(503);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000);
        JsonNode row = sandbox.get("/partner/webhooks?withdrawalId=" + id).json().get(0);
        assertThat(row.path("verified").asBoolean()).isTrue();
        assertThat(row.path("answered").intValue()).isEqualTo(503);
        sandbox.post("/sandbox/partner", "{}");
        assertThat(deliver(SECRET, SECRET, Instant.now()).status()).isEqualTo(204);
        assertThat(sandbox.post("/sandbox/partner", "{\"status\":42}").body())
                .contains("status: 42 (expected: 200 to 599, or 0)");
        assertThat(sandbox.post("/sandbox/partner", "nonsense").status()).isEqualTo(400);
    }

    @Test
    void acknowledges_a_praxis_notification_with_a_signature_under_both_names() {
        String order = "order-" + id;
        String notification =
                """
                {"merchant_id":"Test-Integration-Merchant","application_key":"Sandbox","customer":{"customer_token":null},"session":{"order_id":"%s"},"transaction":{"tid":756850,"transaction_status":"approved","currency":"EUR","amount":100,"conversion_rate":1.000000,"processed_currency":"EUR","processed_amount":100},"version":"1.3","timestamp":1590611635}"""
                        .formatted(order);
        PraxisSignature praxis = new PraxisSignature("MerchantSecretKey");
        String signature =
                praxis.sign(
                        "Test-Integration-Merchant",
                        "Sandbox",
                        "1590611635",
                        order,
                        "756850",
                        "EUR",
                        "100",
                        "1.000000",
                        "EUR",
                        "100");
        Sandbox.Reply ack =
                sandbox.post("/partner/praxis", notification, PraxisSignature.HEADER, signature);
        assertThat(ack.status()).isEqualTo(200);
        String signed = praxis.sign("0", ack.json().path("timestamp").asString());
        assertThat(ack.headers().apply(PraxisSignature.HEADER)).isEqualTo(signed);
        assertThat(ack.headers().apply(PraxisSignature.ACK_HEADER)).isEqualTo(signed);
        String changed = notification.replace("1.000000", "1.0");
        assertThat(
                        sandbox.post("/partner/praxis", changed, PraxisSignature.HEADER, signature)
                                .status())
                .isEqualTo(401);
        JsonNode listed = sandbox.get("/partner/praxis?withdrawalId=" + order).json();
        assertThat(listed.size()).isEqualTo(2);
        assertThat(listed.get(0).path("verified").asBoolean()).isFalse();
        assertThat(listed.get(1).path("verified").asBoolean()).isTrue();
    }

    private Sandbox.Reply deliver(String pientegraSecret, String standardSecret, Instant at) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return sandbox.post(
                "/partner/webhooks",
                body,
                PientegraSignature.HEADER,
                new PientegraSignature(pientegraSecret).sign(at, bytes),
                "webhook-id",
                "evt_1",
                "webhook-timestamp",
                Long.toString(at.getEpochSecond()),
                "webhook-signature",
                new StandardWebhookSignature(standardSecret).sign("evt_1", at, bytes));
    }
}
