package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.AgentSignature;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Praxis' side, in both of its scenarios. */
class AgentApiTest {

    private static Partner partner;
    private static Ledger ledger;
    private static Api api;

    @BeforeAll
    static void start() {
        partner = new Partner();
        partner.replies(
                one ->
                        one.headers().contains("Gt-Authentication")
                                ? new Partner.Reply(200, Duration.ZERO, "{\"status\":0}")
                                : Partner.Reply.OK);
        ledger = new Ledger();
        api = Api.start(partner);
    }

    @AfterAll
    static void stop() {
        api.close();
        ledger.close();
        partner.close();
    }

    private record Opened(WithdrawalId id, int number, WithdrawalRequested asked) {}

    private static Opened open(String key, String amount) {
        WithdrawalId id = WithdrawalId.of(api.open(key, "user-1", amount).at("withdrawalId"));
        WithdrawalRequested asked = ledger.requested(id);
        int number =
                api.get(key, "/external/withdrawals/" + id)
                        .json()
                        .path("withdrawalRequestId")
                        .asInt();
        ledger.reserves(asked);
        return new Opened(id, number, asked);
    }

    private static PayoutOrdered ordered(WithdrawalId id, int which) {
        Await.until(
                () -> "order " + which + " of " + id,
                () ->
                        ledger.asked(id).stream().filter(PayoutOrdered.class::isInstance).count()
                                > which);
        return ledger.asked(id).stream()
                .filter(PayoutOrdered.class::isInstance)
                .map(PayoutOrdered.class::cast)
                .skip(which)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSignatureIsThatOfPraxisOwnVectors() {
        assertThat(
                        AgentSignature.of(
                                List.of(
                                        "Test-Integration-Merchant",
                                        "Sandbox",
                                        "1590613956",
                                        "complete-withdrawal-request",
                                        "756850"),
                                "MerchantSecretKey"))
                .isEqualTo(
                        "df200446f877043cc2656fcc7a81a545cf773a0b12fbbdd7f9f956d26be61501605b80dc4ed3e5004a41991bec27e149");
    }

    @Test
    void withSeparateTraceIdsACompletionIsAChildAndTheRequestIsSplit() {
        AgentClient agent = new AgentClient(api, "Managed");
        Opened opened = open(Api.MANAGED_KEY, "10000");
        assertThat(status(agent.find(opened.number()))).isEqualTo("requested");

        CompletableFuture<JsonNode> answer =
                CompletableFuture.supplyAsync(() -> agent.complete(opened.number()));
        PayoutOrdered order = ordered(opened.id(), 0);
        assertThat(order.closes()).as("what is rejected remains").isFalse();
        PayoutId payout = order.payoutId();
        ledger.authorizes(opened.asked(), payout, 10_000);
        ledger.settles(opened.asked(), payout, 10_000, Ledger.totals(10_000, 10_000, 0, 0));
        JsonNode transaction = answer.join().path("transaction");

        assertThat(transaction.path("transaction_status").asString()).isEqualTo("approved");
        assertThat(transaction.path("status_code").asString()).isEqualTo("SC-002");
        assertThat(transaction.path("tid").asInt()).isNotEqualTo(opened.number());
        assertThat(transaction.path("withdrawal_request_id").asInt()).isEqualTo(opened.number());
        assertThat(transaction.path("processed_amount").asLong()).isEqualTo(10_000);
        assertThat(status(agent.find(opened.number()))).isEqualTo("split");
        assertThat(status(agent.find(transaction.path("tid").asInt()))).isEqualTo("approved");
    }

    @Test
    void withTheSameIdManagedARejectedCompletionEndsTheWithdrawalAndThePartnerIsNotified() {
        AgentClient agent = new AgentClient(api, "ManagedSame");
        Opened opened = open(Api.SAME_KEY, "10002");

        CompletableFuture<JsonNode> answer =
                CompletableFuture.supplyAsync(() -> agent.complete(opened.number()));
        PayoutOrdered order = ordered(opened.id(), 0);
        assertThat(order.closes()).as("nothing can be ordered after it").isTrue();
        PayoutId payout = order.payoutId();
        ledger.authorizes(opened.asked(), payout, 10_002);
        ledger.rejects(opened.asked(), payout, 10_002, "AC04", Ledger.open(opened.asked()));
        ledger.releases(
                opened.asked(), payout, 10_002, "AC04", Ledger.totals(10_002, 0, 10_002, 0));
        JsonNode transaction = answer.join().path("transaction");

        assertThat(transaction.path("transaction_status").asString()).isEqualTo("rejected");
        assertThat(transaction.path("status_code").asString()).isEqualTo("SC-003");
        assertThat(transaction.path("tid").asInt()).isEqualTo(opened.number());
        Await.until(() -> "rejected", () -> status(agent.find(opened.number())).equals("rejected"));
        assertThat(
                        api.get(Api.SAME_KEY, "/external/withdrawals/" + opened.id())
                                .at("rejectedReason"))
                .isEqualTo("AC04");
        Await.until(() -> "a notification", () -> !notices(opened.number()).isEmpty());
        Partner.Received notice = notices(opened.number()).getFirst();
        JsonNode body = notice.json();
        assertThat(body.path("session").path("order_id").asString()).startsWith("W-");
        assertThat(notice.headers().get("Gt-Authentication"))
                .isEqualTo(
                        AgentSignature.of(
                                List.of(
                                        "Test-Integration-Merchant",
                                        "ManagedSame",
                                        body.path("timestamp").asString(),
                                        body.path("session").path("order_id").asString(),
                                        body.path("transaction").path("tid").asString(),
                                        "TRY",
                                        "10002",
                                        "1.000000"),
                                AgentClient.SECRET));
        assertThat(notices(opened.number())).hasSize(1);
    }

    private static List<Partner.Received> notices(int number) {
        return partner.received().stream()
                .filter(
                        one ->
                                one.json().path("transaction").path("withdrawal_request_id").asInt()
                                        == number)
                .toList();
    }

    @Test
    void aSplitsOrderIdIsUniqueAndFindOrderShowsTheFirst() {
        AgentClient agent = new AgentClient(api, "Managed");
        Opened opened = open(Api.MANAGED_KEY, "5000");
        String order = "order-" + UUID.randomUUID();

        CompletableFuture<JsonNode> answer =
                CompletableFuture.supplyAsync(() -> agent.split(opened.number(), 2000, order));
        PayoutOrdered asked = ordered(opened.id(), 0);
        assertThat(asked.amount()).isEqualTo(2000);
        JsonNode again = agent.split(opened.number(), 1000, order);
        ledger.authorizes(opened.asked(), asked.payoutId(), 2000);
        ledger.settles(opened.asked(), asked.payoutId(), 2000, Ledger.totals(5000, 2000, 0, 0));

        assertThat(status(answer.join())).isEqualTo("approved");
        assertThat(again.path("status").asInt()).isEqualTo(400);
        assertThat(again.path("description").asString()).isEqualTo("order_id not unique");
        assertThat(again.path("transaction").isNull()).isTrue();
        assertThat(agent.findOrder(order).path("transaction").path("amount").asLong())
                .isEqualTo(2000);
        assertThat(new AgentClient(api, "ManagedSame").findOrder(order).path("status").asInt())
                .isEqualTo(400);
        Opened same = open(Api.SAME_KEY, "5000");
        assertThat(
                        new AgentClient(api, "ManagedSame")
                                .split(same.number(), 100, "o-" + UUID.randomUUID())
                                .path("status")
                                .asInt())
                .isEqualTo(400);
    }

    /** Within the second of the first call the same call would be the same bytes: a repeat. */
    private static void nextSecond() {
        long begin = Instant.now().getEpochSecond();
        Await.until(() -> "the next second", () -> Instant.now().getEpochSecond() > begin);
    }

    @Test
    void aCancellationIsRejectedAndTheLedgersNoIsARefusal() {
        AgentClient agent = new AgentClient(api, "Managed");
        Opened opened = open(Api.MANAGED_KEY, "700");
        CompletableFuture<JsonNode> answer =
                CompletableFuture.supplyAsync(() -> agent.cancel(opened.number()));
        Await.until(
                () -> "cancellation",
                () ->
                        ledger.asked(opened.id()).stream()
                                .anyMatch(CancellationRequested.class::isInstance));
        ledger.says(
                new LedgerEvent.WithdrawalCancelled(
                        opened.id(),
                        ledger.next(opened.id()),
                        Ledger.open(opened.asked()),
                        opened.asked().currency(),
                        "cancelled"));
        ledger.releases(opened.asked(), null, 700, "cancelled", Ledger.totals(700, 0, 700, 0));

        JsonNode transaction = answer.join().path("transaction");
        assertThat(transaction.path("transaction_status").asString()).isEqualTo("rejected");
        assertThat(transaction.path("tid").asInt()).isEqualTo(opened.number());
        assertThat(status(agent.find(opened.number()))).isEqualTo("cancelled");
        nextSecond();
        assertThat(agent.cancel(opened.number()).path("description").asString())
                .contains("already cancelled");

        AgentClient automatic = new AgentClient(api, "Sandbox");
        Opened running = open(Api.SANDBOX_KEY, "800");
        CompletableFuture<JsonNode> late =
                CompletableFuture.supplyAsync(() -> automatic.cancel(running.number()));
        ledger.declinesCancellation(running.id(), running.asked(), "payout_authorized");
        assertThat(late.join().path("status").asInt()).isEqualTo(400);
        assertThat(late.join().path("transaction").isNull()).isTrue();
    }

    @Test
    void theSameSignedRequestIsAnsweredFromTheFirstOnesOperation() {
        AgentClient agent = new AgentClient(api, "Managed");
        Opened opened = open(Api.MANAGED_KEY, "900");
        ObjectNode body =
                agent.request()
                        .put("intent", "complete-withdrawal-request")
                        .put("withdrawal_request_id", opened.number());
        String signature = agent.sign(body, "intent", "withdrawal_request_id");
        CompletableFuture<Api.Answer> first =
                CompletableFuture.supplyAsync(
                        () -> agent.send("/agent/manage-withdrawal-request", body, signature));
        PayoutId payout = ordered(opened.id(), 0).payoutId();
        ledger.authorizes(opened.asked(), payout, 900);
        ledger.settles(opened.asked(), payout, 900, Ledger.totals(900, 900, 0, 0));
        JsonNode one = AgentClient.verified(first.join());
        JsonNode two =
                AgentClient.verified(
                        agent.send("/agent/manage-withdrawal-request", body, signature));

        assertThat(two.path("transaction")).isEqualTo(one.path("transaction"));
        assertThat(ledger.asked(opened.id()).stream().filter(PayoutOrdered.class::isInstance))
                .hasSize(1);
    }

    @Test
    void badCallsAreRefusedInPraxisOwnShape() {
        AgentClient agent = new AgentClient(api, "Managed");
        ObjectNode body = agent.request().put("tid", 1);
        assertThat(agent.send("/agent/find-transaction", body, null).status()).isEqualTo(400);
        assertThat(refusal(agent, body, "0".repeat(96))).contains("does not verify");
        ObjectNode old = agent.request().put("tid", 1);
        old.put("timestamp", old.path("timestamp").asLong() - 61);
        assertThat(refusal(agent, old, agent.sign(old, "tid"))).contains("timestamp");
        ObjectNode future = agent.request().put("tid", 1);
        future.put("timestamp", future.path("timestamp").asLong() + 30);
        assertThat(refusal(agent, future, agent.sign(future, "tid"))).contains("timestamp");
        ObjectNode version = agent.request().put("tid", 1).put("version", "1.1");
        assertThat(refusal(agent, version, agent.sign(version, "tid"))).contains("version");
        ObjectNode text = agent.request().put("tid", "one");
        assertThat(refusal(agent, text, agent.sign(text, "tid"))).contains("tid");
        assertThat(agent.find(2_000_000_000).path("status").asInt()).isEqualTo(400);
        assertThat(agent.complete(2_000_000_000).path("description").asString())
                .contains("not found");
        Opened opened = open(Api.MANAGED_KEY, "900");
        assertThat(
                        new AgentClient(api, "Sandbox")
                                .complete(opened.number())
                                .path("description")
                                .asString())
                .contains("another application");
    }

    private static String refusal(AgentClient agent, ObjectNode body, String signature) {
        Api.Answer answer = agent.send("/agent/find-transaction", body, signature);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("status").asInt()).isEqualTo(400);
        return answer.at("description");
    }

    private static String status(JsonNode answer) {
        return answer.path("transaction").path("transaction_status").asString();
    }
}
