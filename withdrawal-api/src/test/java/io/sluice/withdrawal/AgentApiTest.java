package io.sluice.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.withdrawal.application.AgentSignature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** Praxis' side, in both of its scenarios: what becomes of complete, split and cancel. */
@ExtendWith(Stage.Shared.class)
class AgentApiTest {

    private static <E extends WithdrawalEvent> List<E> asked(
            Stage stage, Tenant.Opened opened, Class<E> kind) {
        return stage.ledger().asked(opened.id()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static PayoutOrdered ordered(Stage stage, Tenant.Opened opened, int which) {
        Await.until(
                () -> "order " + which + " of " + opened.id(),
                () -> asked(stage, opened, PayoutOrdered.class).size() > which);
        return asked(stage, opened, PayoutOrdered.class).get(which);
    }

    private static String status(JsonNode answer) {
        return answer.path("transaction").path("transaction_status").asString();
    }

    /** Within the second of the first call the same call would be the same bytes: a repeat. */
    private static void nextSecond() {
        long begin = Instant.now().getEpochSecond();
        Await.until(() -> "the next second", () -> Instant.now().getEpochSecond() > begin);
    }

    @Test
    void withSeparateTraceIdsACompletionIsAChildAndTheRequestIsSplit(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.MANAGED);
        AgentClient agent = tenant.agent();
        Tenant.Opened opened = tenant.reserved(10_000);
        assertThat(status(agent.find(opened.number()))).isEqualTo("requested");

        var answer = Async.call(() -> agent.complete(opened.number()));
        PayoutOrdered order = ordered(stage, opened, 0);
        assertThat(order.amount()).as("all that remains").isNull();
        assertThat(stage.ledger().traces(opened.id())).hasSize(1);
        assertThat(order.route()).containsExactly("pientegra", "praxis");
        stage.ledger().authorizes(opened.asked(), order.payoutId(), 10_000);
        stage.ledger()
                .settles(
                        opened.asked(),
                        order.payoutId(),
                        10_000,
                        Ledger.totals(10_000, 10_000, 0, 0));
        JsonNode transaction = answer.join().path("transaction");

        assertThat(answer.join().path("status").asInt()).isZero();
        assertThat(answer.join().path("description").asString()).isEqualTo("Ok");
        assertThat(transaction.path("transaction_status").asString()).isEqualTo("approved");
        assertThat(transaction.path("status_code").asString()).isEqualTo("SC-002");
        assertThat(transaction.path("tid").asInt()).isNotEqualTo(opened.number());
        assertThat(transaction.path("withdrawal_request_id").asInt()).isEqualTo(opened.number());
        assertThat(transaction.path("processed_amount").asLong()).isEqualTo(10_000);
        assertThat(status(agent.find(opened.number()))).isEqualTo("split");
        assertThat(status(agent.find(transaction.path("tid").asInt()))).isEqualTo("approved");
        assertThat(status(agent.findOrder(opened.referenceNo()))).isEqualTo("split");
        JsonNode seen = tenant.get(opened.id()).json();
        assertThat(seen.path("status").asString()).as("the other side sees it").isEqualTo("SENT");
        assertThat(seen.at("/payouts/0/tid").asInt()).isEqualTo(transaction.path("tid").asInt());
    }

    @Test
    void withTheSameIdManagedACompletionActsOnTheRequestItself(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.SAME_ID);
        AgentClient agent = tenant.agent();
        Tenant.Opened opened = tenant.reserved(300);

        var answer = Async.call(() -> agent.complete(opened.number()));
        PayoutId payout = ordered(stage, opened, 0).payoutId();
        stage.ledger().authorizes(opened.asked(), payout, 300);
        stage.ledger().settles(opened.asked(), payout, 300, Ledger.totals(300, 300, 0, 0));

        JsonNode transaction = answer.join().path("transaction");
        assertThat(transaction.path("tid").asInt()).isEqualTo(opened.number());
        assertThat(transaction.path("transaction_status").asString()).isEqualTo("approved");
        assertThat(status(agent.find(opened.number()))).as("no split").isEqualTo("approved");
        nextSecond();
        assertThat(agent.complete(opened.number()).path("description").asString())
                .contains("already processed");
    }

    @Test
    void withTheSameIdManagedARejectedCompletionEndsTheWithdrawal(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.SAME_ID);
        AgentClient agent = tenant.agent();
        Tenant.Opened opened = tenant.reserved(10_002);

        var answer = Async.call(() -> agent.complete(opened.number()));
        PayoutOrdered order = ordered(stage, opened, 0);
        assertThat(order.closes()).isTrue();
        stage.ledger().authorizes(opened.asked(), order.payoutId(), 10_002);
        stage.ledger()
                .rejects(
                        opened.asked(),
                        order.payoutId(),
                        10_002,
                        "AC04",
                        Ledger.open(opened.asked()));
        stage.ledger()
                .releases(
                        opened.asked(),
                        order.payoutId(),
                        10_002,
                        "AC04",
                        Ledger.totals(10_002, 0, 10_002, 0));
        JsonNode transaction = answer.join().path("transaction");

        assertThat(transaction.path("transaction_status").asString()).isEqualTo("rejected");
        assertThat(transaction.path("status_code").asString()).isEqualTo("SC-003");
        assertThat(transaction.path("tid").asInt()).isEqualTo(opened.number());
        Await.until(() -> "rejected", () -> status(agent.find(opened.number())).equals("rejected"));
        assertThat(tenant.get(opened.id()).at("rejectedReason")).isEqualTo("AC04");
    }

    @Test
    void aSplitsOrderIdIsUniquePerApplicationAndFindOrderShowsTheFirst(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.MANAGED);
        AgentClient agent = tenant.agent();
        Tenant.Opened opened = tenant.reserved(5000);
        String order = "order-" + UUID.randomUUID();

        List<CompletableFuture<JsonNode>> race =
                Stream.of(2000, 2001, 2002, 2003)
                        .map(
                                amount ->
                                        Async.call(
                                                () -> agent.split(opened.number(), amount, order)))
                        .toList();
        PayoutOrdered first = ordered(stage, opened, 0);
        long amount = Objects.requireNonNull(first.amount());
        Await.until(
                () -> "three are refused",
                () -> race.stream().filter(CompletableFuture::isDone).count() == 3);
        stage.ledger().authorizes(opened.asked(), first.payoutId(), amount);
        stage.ledger()
                .settles(
                        opened.asked(),
                        first.payoutId(),
                        amount,
                        Ledger.totals(5000, amount, 0, 0));

        List<JsonNode> answers = race.stream().map(CompletableFuture::join).toList();
        assertThat(answers.stream().filter(one -> status(one).equals("approved"))).hasSize(1);
        assertThat(answers.stream().filter(one -> one.path("status").asInt() == 400))
                .hasSize(3)
                .allMatch(one -> one.path("description").asString().equals("order_id not unique"))
                .allMatch(one -> one.path("transaction").isNull());
        assertThat(asked(stage, opened, PayoutOrdered.class)).hasSize(1);
        assertThat(agent.findOrder(order).at("/transaction/amount").asLong()).isEqualTo(amount);

        var rest = Async.call(() -> agent.complete(opened.number()));
        PayoutOrdered last = ordered(stage, opened, 1);
        stage.ledger().authorizes(opened.asked(), last.payoutId(), 5000 - amount);
        stage.ledger()
                .settles(
                        opened.asked(),
                        last.payoutId(),
                        5000 - amount,
                        Ledger.totals(5000, 5000, 0, 0));
        assertThat(status(rest.join())).isEqualTo("approved");
        assertThat(agent.split(opened.number(), 1, order).path("description").asString())
                .as("said before anything else: the first one arrived")
                .isEqualTo("order_id not unique");

        Tenant other = stage.tenant(Tenant.MANAGED);
        Tenant.Opened theirs = other.reserved(5000);
        assertThat(other.agent().findOrder(order).path("status").asInt()).isEqualTo(400);
        var same = Async.call(() -> other.agent().split(theirs.number(), 10, order));
        assertThat(ordered(stage, theirs, 0).amount()).isEqualTo(10);
        stage.ledger()
                .says(
                        new LedgerEvent.PayoutDeclined(
                                theirs.id(),
                                stage.ledger().next(theirs.id()),
                                Ledger.open(theirs.asked()),
                                theirs.asked().currency(),
                                ordered(stage, theirs, 0).payoutId(),
                                "amount_exceeds_remaining"));
        assertThat(same.join().path("status").asInt()).as("the ledger's no").isEqualTo(400);
        assertThat(same.join().path("transaction").isNull()).isTrue();
        assertThat(same.join().path("description").asString()).contains("amount_exceeds_remaining");
    }

    @Test
    void aPartThatLooksLikeAReferenceNumberIsFoundBeforeIt(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.MANAGED);
        Tenant.Opened one = tenant.reserved(700);
        Tenant.Opened other = tenant.reserved(800);
        var split = Async.call(() -> tenant.agent().split(other.number(), 5, one.referenceNo()));
        ordered(stage, other, 0);
        assertThat(tenant.agent().findOrder(one.referenceNo()).at("/transaction/amount").asLong())
                .isEqualTo(5);
        stage.ledger().authorizes(other.asked(), ordered(stage, other, 0).payoutId(), 5);
        stage.ledger()
                .settles(
                        other.asked(),
                        ordered(stage, other, 0).payoutId(),
                        5,
                        Ledger.totals(800, 5, 0, 0));
        assertThat(status(split.join())).isEqualTo("approved");
    }

    @Test
    void aCancellationThatTookPlaceIsRejectedUnderTheRequestsOwnNumber(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.MANAGED);
        AgentClient agent = tenant.agent();
        Tenant.Opened opened = tenant.reserved(700);
        var answer = Async.call(() -> agent.cancel(opened.number()));
        Await.until(
                () -> "cancellation",
                () -> !asked(stage, opened, CancellationRequested.class).isEmpty());
        stage.ledger()
                .says(
                        new LedgerEvent.WithdrawalCancelled(
                                opened.id(),
                                stage.ledger().next(opened.id()),
                                Ledger.open(opened.asked()),
                                opened.asked().currency(),
                                "cancelled"));
        stage.ledger()
                .releases(opened.asked(), null, 700, "cancelled", Ledger.totals(700, 0, 700, 0));

        JsonNode transaction = answer.join().path("transaction");
        assertThat(transaction.path("transaction_status").asString()).isEqualTo("rejected");
        assertThat(transaction.path("status_code").asString()).isEqualTo("SC-003");
        assertThat(transaction.path("tid").asInt()).isEqualTo(opened.number());
        assertThat(status(agent.find(opened.number()))).isEqualTo("cancelled");
        nextSecond();
        for (Function<Integer, JsonNode> late :
                List.<Function<Integer, JsonNode>>of(agent::cancel, agent::complete)) {
            assertThat(late.apply(opened.number()).path("description").asString())
                    .contains("already cancelled");
        }
    }

    /** Money went out, and the ledger's no to the cancellation comes a moment later. */
    @Test
    void aWithdrawalThatWasPaidMeanwhileIsNotToldAsCancelled(Stage stage) {
        Tenant tenant = stage.tenant();
        Tenant.Opened opened = tenant.reserved(800);
        var answer = Async.call(() -> tenant.agent().cancel(opened.number()));
        Await.until(
                () -> "cancellation",
                () -> !asked(stage, opened, CancellationRequested.class).isEmpty());
        PayoutId payout = Objects.requireNonNull(opened.asked().payoutId());
        stage.ledger().authorizes(opened.asked(), payout, 800);
        stage.ledger().settles(opened.asked(), payout, 800, Ledger.totals(800, 800, 0, 0));
        Await.until(() -> "SENT", () -> tenant.get(opened.id()).at("status").equals("SENT"));
        assertThat(answer.isDone()).as("told as cancelled while it was paid").isFalse();
        stage.ledger().declinesCancellation(opened.id(), opened.asked(), "payout_authorized");

        assertThat(answer.join().path("status").asInt()).isEqualTo(400);
        assertThat(answer.join().path("transaction").isNull()).isTrue();
        assertThat(answer.join().path("description").asString()).contains("already processed");
    }

    @Test
    void whatIsNotKnownInFiveSecondsIsPendingAndToldLater(Stage stage) {
        Tenant separate = stage.tenant(Tenant.MANAGED);
        Tenant same = stage.tenant(Tenant.SAME_ID);
        Tenant.Opened one = separate.reserved(100);
        Tenant.Opened two = same.reserved(100);
        Tenant.Opened three = same.reserved(100);
        Instant begin = Instant.now();

        var complete = Async.call(() -> separate.agent().complete(one.number()));
        var completeSame = Async.call(() -> same.agent().complete(two.number()));
        var cancel = Async.call(() -> same.agent().cancel(three.number()));

        int child = complete.join().at("/transaction/tid").asInt();
        for (var answer : List.of(complete, completeSame, cancel)) {
            assertThat(status(answer.join())).isEqualTo("pending");
            assertThat(answer.join().at("/transaction/status_code").isNull()).isTrue();
            assertThat(answer.join().at("/transaction/processed_amount").isNull()).isTrue();
        }
        assertThat(Duration.between(begin, Instant.now()))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
        assertThat(completeSame.join().at("/transaction/tid").asInt()).isEqualTo(two.number());

        PayoutId payout = ordered(stage, one, 0).payoutId();
        stage.ledger().authorizes(one.asked(), payout, 100);
        stage.ledger().settles(one.asked(), payout, 100, Ledger.totals(100, 100, 0, 0));
        Await.until(
                () -> "told later", () -> status(separate.agent().find(child)).equals("approved"));
    }

    @Test
    void theSameSignedRequestIsAnsweredFromTheFirstOnesOperation(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.MANAGED);
        AgentClient agent = tenant.agent();
        Tenant.Opened opened = tenant.reserved(900);
        var body =
                agent.request()
                        .put("intent", "complete-withdrawal-request")
                        .put("withdrawal_request_id", opened.number());
        String signature = agent.sign(body, "intent", "withdrawal_request_id");
        List<CompletableFuture<Api.Answer>> calls =
                Stream.generate(
                                () ->
                                        Async.call(
                                                () ->
                                                        agent.send(
                                                                "/agent/manage-withdrawal-request",
                                                                body,
                                                                signature)))
                        .limit(5)
                        .toList();
        PayoutId payout = ordered(stage, opened, 0).payoutId();
        stage.ledger().authorizes(opened.asked(), payout, 900);
        stage.ledger().settles(opened.asked(), payout, 900, Ledger.totals(900, 900, 0, 0));

        List<JsonNode> transactions =
                calls.stream()
                        .map(call -> AgentClient.verified(call.join()).path("transaction"))
                        .distinct()
                        .toList();
        assertThat(transactions).hasSize(1);
        assertThat(transactions.getFirst().path("transaction_status").asString())
                .isEqualTo("approved");
        assertThat(
                        AgentClient.verified(
                                        agent.send(
                                                "/agent/manage-withdrawal-request",
                                                body,
                                                signature))
                                .path("transaction"))
                .isEqualTo(transactions.getFirst());
        assertThat(asked(stage, opened, PayoutOrdered.class)).hasSize(1);
    }

    @Test
    void theGatewayIsTheGivenOneThenTheRestOfTheRoute(Stage stage) {
        Tenant tenant = stage.tenant(Tenant.MANAGED);
        AgentClient agent = tenant.agent();
        Tenant.Opened opened = tenant.reserved(100);
        var body =
                agent.request()
                        .put("intent", "complete-withdrawal-request")
                        .put("withdrawal_request_id", opened.number());
        assertThat(
                        manage(agent, body.deepCopy().put("gateway", "other"))
                                .path("description")
                                .asString())
                .contains("gateway: unknown");
        tenant.set("{\"defaultGateway\":null}");
        assertThat(manage(agent, body.deepCopy()).path("description").asString())
                .contains("gateway: missing");
        var answer = Async.call(() -> manage(agent, body.deepCopy().put("gateway", "praxis")));
        PayoutOrdered order = ordered(stage, opened, 0);
        assertThat(order.route()).containsExactly("praxis", "pientegra");
        stage.ledger().authorizes(opened.asked(), order.payoutId(), 100);
        stage.ledger()
                .settles(opened.asked(), order.payoutId(), 100, Ledger.totals(100, 100, 0, 0));
        assertThat(status(answer.join())).isEqualTo("approved");
        assertThat(
                        manage(
                                        agent,
                                        body.deepCopy()
                                                .put("intent", "cancel-withdrawal-request")
                                                .put("gateway", "praxis"))
                                .path("description")
                                .asString())
                .contains("null or absent on cancel");
        assertThat(
                        manage(
                                        agent,
                                        body.deepCopy()
                                                .put("intent", "cancel-withdrawal-request")
                                                .putNull("gateway"))
                                .path("description")
                                .asString())
                .contains("already processed");
    }

    private static JsonNode manage(AgentClient agent, tools.jackson.databind.node.ObjectNode body) {
        return AgentClient.verified(
                agent.send(
                        "/agent/manage-withdrawal-request",
                        body,
                        agent.sign(body, "intent", "withdrawal_request_id")));
    }

    @Test
    void aPraxisStylePartnerIsNotifiedSigned(Stage stage) {
        Tenant tenant =
                stage.tenant(
                        "{\"processing\":\"MANAGED\",\"separateTraceId\":false,\"notificationStyle\":\"PRAXIS\",\"webhookUrl\":\"%s\"}"
                                .formatted(stage.partner().url()));
        Tenant.Opened opened = tenant.reserved(400);
        var answer = Async.call(() -> tenant.agent().complete(opened.number()));
        PayoutId payout = ordered(stage, opened, 0).payoutId();
        stage.ledger().authorizes(opened.asked(), payout, 400);
        stage.ledger().settles(opened.asked(), payout, 400, Ledger.totals(400, 400, 0, 0));
        assertThat(status(answer.join())).isEqualTo("approved");

        Await.until(() -> "a notification", () -> !notices(stage, opened.number()).isEmpty());
        Partner.Received notice = notices(stage, opened.number()).getFirst();
        JsonNode body = notice.json();
        assertThat(body.at("/session/order_id").asString()).isEqualTo(opened.referenceNo());
        assertThat(notice.headers().get("Gt-Authentication"))
                .isEqualTo(
                        AgentSignature.of(
                                List.of(
                                        "Test-Integration-Merchant",
                                        tenant.application(),
                                        body.path("timestamp").asString(),
                                        opened.referenceNo(),
                                        Integer.toString(opened.number()),
                                        "TRY",
                                        "400",
                                        "1.000000",
                                        "TRY",
                                        "400"),
                                AgentClient.SECRET));
    }

    private static List<Partner.Received> notices(Stage stage, int number) {
        return stage.partner().received().stream()
                .filter(
                        one ->
                                one.json().at("/transaction/withdrawal_request_id").asInt()
                                        == number)
                .toList();
    }
}
