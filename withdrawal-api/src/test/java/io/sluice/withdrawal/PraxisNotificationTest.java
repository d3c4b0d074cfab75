package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.AgentSignature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** What an application with Praxis-style notifications gets instead of webhooks. */
@ExtendWith(WebhookStage.Shared.class)
class PraxisNotificationTest {

    private static final Duration AT_ONCE = Duration.ZERO;

    private static Partner.Reply ack(long timestamp, String secret, String header, String padding) {
        String body =
                "{\"status\":0,\"description\":\"%s\",\"version\":\"1.3\",\"timestamp\":%d}"
                        .formatted(padding, timestamp);
        String signature = AgentSignature.of(List.of("0", Long.toString(timestamp)), secret);
        return new Partner.Reply(200, AT_ONCE, body, Map.of(header, signature));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void onlyAnAcknowledgementEndsANotification(WebhookStage stage) {
        Site site = stage.site("ManagedSame");
        site.set("processing", "'AUTOMATIC'");
        AtomicInteger turn = new AtomicInteger();
        List<Partner.Reply> replies =
                List.of(
                        new Partner.Reply(200, AT_ONCE, "{\"status\":-1}"),
                        new Partner.Reply(200, AT_ONCE, "ok"),
                        new Partner.Reply(200, AT_ONCE, "{\"status\":\"0\"}"),
                        ack(1_700_000_000, "AnotherSecret", "Gt-Authentication", ""),
                        new Partner.Reply(500, AT_ONCE, "{\"status\":0}"),
                        ack(
                                1_700_000_000,
                                AgentClient.SECRET,
                                "external-request-signature",
                                "Ok".repeat(2000)));
        site.partner().replies(_ -> replies.get(turn.getAndIncrement()));

        WithdrawalId id = site.sent(1000);
        Await.until(
                () -> "the sixth is acknowledged, " + site.events("?eventType=payout.sent"),
                () -> site.status(id, "payout.sent").equals("DELIVERED"));

        List<Partner.Received> received = site.partner().received();
        assertThat(received).hasSize(6);
        assertThat(received).allSatisfy(PraxisNotificationTest::isSigned);
        assertThat(
                        site.whole(site.event(id, "payout.sent"))
                                .path("attemptHistory")
                                .findValuesAsString("error"))
                .containsExactly(
                        "acknowledgement: another (expected: status 0)",
                        "acknowledgement: another (expected: status 0)",
                        "acknowledgement: another (expected: status 0)",
                        "acknowledgement: another (expected: status 0)",
                        "status: 500 (expected: 2xx)",
                        "");
        JsonNode body = received.getLast().json();
        assertThat(body.at("/transaction/transaction_status").asString()).isEqualTo("approved");
        assertThat(body.at("/transaction/amount").isIntegralNumber()).isTrue();
        assertThat(body.at("/transaction/processed_amount").asLong()).isEqualTo(1000);
        assertThat(body.at("/session/order_id").asString()).startsWith("W-");
        assertThat(body.at("/session/session_status").asString()).isEqualTo("successful");
        assertThat(received.getLast().body()).contains("\"conversion_rate\":1.000000");
        assertThat(site.status(id, "withdrawal.created")).isEmpty();
    }

    /** The eleven values, as they are written in the body. */
    private static void isSigned(Partner.Received one) {
        JsonNode body = one.json();
        List<String> values =
                List.of(
                        body.path("merchant_id").asString(),
                        body.path("application_key").asString(),
                        body.path("timestamp").asString(),
                        AgentSignature.text(body.at("/customer/customer_token")),
                        body.at("/session/order_id").asString(),
                        AgentSignature.text(body.at("/transaction/tid")),
                        AgentSignature.text(body.at("/transaction/currency")),
                        AgentSignature.text(body.at("/transaction/amount")),
                        body.at("/transaction").isEmpty() ? "" : "1.000000",
                        AgentSignature.text(body.at("/transaction/processed_currency")),
                        AgentSignature.text(body.at("/transaction/processed_amount")));
        assertThat(one.headers().get("Gt-Authentication"))
                .isEqualTo(AgentSignature.of(values, AgentClient.SECRET));
        assertThat(one.headers().get("webhook-signature")).isNull();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSplitsPartIsToldUnderItsOrderIdAndWhatRemainedUnderTheReference(WebhookStage stage) {
        Site site = stage.site("ManagedSame");
        site.set("separate_trace_id", "true");
        site.partner().replies(_ -> new Partner.Reply(200, AT_ONCE, "{\"status\":0}"));
        AgentClient agent = new AgentClient(stage.api(), site.key());
        WithdrawalId id = site.open(1000);
        WithdrawalRequested asked = stage.ledger().requested(id);
        stage.ledger().reserves(asked);
        int number =
                site.get("/external/withdrawals/" + id).json().path("withdrawalRequestId").asInt();
        String orderId = WebhookStage.unique("order");
        CompletableFuture<JsonNode> answer =
                CompletableFuture.supplyAsync(() -> agent.split(number, 400, orderId));
        Await.until(() -> "the order", () -> ordered(stage, id) != null);
        PayoutId part = ordered(stage, id).payoutId();
        stage.ledger().authorizes(asked, part, 400);
        stage.ledger().rejects(asked, part, 400, "AC04", Ledger.open(asked));
        answer.join();
        stage.ledger().releases(asked, null, 1000, "expired", Ledger.totals(1000, 0, 1000, 0));

        Await.until(
                () -> "two notifications, " + site.partner().received(),
                () -> site.partner().received().size() == 2);
        assertThat(site.partner().received()).allSatisfy(PraxisNotificationTest::isSigned);
        JsonNode child = site.partner().received().get(0).json();
        JsonNode request = site.partner().received().get(1).json();
        assertThat(child.at("/session/order_id").asString()).isEqualTo(orderId);
        assertThat(child.at("/session/amount").asLong()).isEqualTo(400);
        assertThat(child.at("/transaction/transaction_status").asString()).isEqualTo("rejected");
        assertThat(child.at("/transaction/tid").asInt()).isNotEqualTo(number);
        assertThat(child.at("/transaction/withdrawal_request_id").asInt()).isEqualTo(number);
        assertThat(request.at("/session/order_id").asString()).startsWith("W-");
        assertThat(request.at("/transaction/tid").asInt()).isEqualTo(number);
        assertThat(request.at("/transaction/transaction_status").asString()).isEqualTo("rejected");
    }

    private static PayoutOrdered ordered(WebhookStage stage, WithdrawalId id) {
        return stage.ledger().asked(id).stream()
                .filter(PayoutOrdered.class::isInstance)
                .map(PayoutOrdered.class::cast)
                .findFirst()
                .orElse(null);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRejectedPayoutOfTheWholeIsToldOnceAndAReturnIsTold(WebhookStage stage) {
        Site site = stage.site("ManagedSame");
        site.set("processing", "'AUTOMATIC'");
        site.partner().replies(_ -> new Partner.Reply(200, AT_ONCE, "{\"status\":0}"));
        WithdrawalId rejected = site.open(500);
        WithdrawalRequested asked = site.authorized(rejected);
        stage.ledger().rejects(asked, Site.payout(asked), 500, "AC04", Ledger.open(asked));
        stage.ledger()
                .releases(asked, Site.payout(asked), 500, "AC04", Ledger.totals(500, 0, 500, 0));
        WithdrawalId returned = site.open(600);
        WithdrawalRequested paid = site.authorized(returned);
        site.settle(paid);
        stage.ledger().returns(paid, Site.payout(paid), 200, 200, Ledger.totals(600, 600, 0, 200));

        Await.until(
                () -> "three notifications, " + site.partner().received(),
                () -> site.partner().received().size() == 3);
        assertThat(site.partner().received()).allSatisfy(PraxisNotificationTest::isSigned);
        assertThat(site.partner().received())
                .extracting(one -> one.json().at("/transaction/transaction_status").asString())
                .containsExactlyInAnyOrder("rejected", "approved", "reversed");
        JsonNode reversed = site.partner().received().getLast().json().path("transaction");
        assertThat(reversed.path("reversed_amount").asLong()).isEqualTo(200);
        assertThat(reversed.path("processed_amount").asLong()).isEqualTo(600);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aPingIsSignedLikeANotification(WebhookStage stage) {
        Site site = stage.site("ManagedSame");

        assertThat(site.post("/external/site/webhook-test").json().path("status").asInt())
                .isEqualTo(200);

        assertThat(site.partner().received())
                .hasSize(1)
                .allSatisfy(PraxisNotificationTest::isSigned);
        assertThat(site.partner().received().getFirst().json().at("/session/order_id").asString())
                .startsWith("ping-");
    }
}
