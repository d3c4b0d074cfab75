package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.signature.PraxisSignature;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Map;

@Execution(ExecutionMode.SAME_THREAD)
class PraxisTest {

    private final Sandbox sandbox = Sandbox.shared();
    private final PraxisClient praxis = new PraxisClient(sandbox);
    private final String order = PraxisClient.newOrder();

    @BeforeEach
    void acknowledge() {
        sandbox.receiver().answering(PraxisOutcomesTest::acknowledged);
    }

    @Test
    void opens_once_per_order_id_and_completes_once() {
        int id = praxis.opened(order, 10000);
        assertThat(praxis.status(id)).isEqualTo("requested");
        assertThat(description(praxis.open(order, 10000))).isEqualTo("order_id not unique");
        JsonNode found = PraxisClient.verified(praxis.findOrder(order), true).path("transaction");
        assertThat(found.path("tid").intValue()).isEqualTo(id);
        assertThat(sandbox.paid(order).isMissingNode()).isTrue();

        JsonNode completed = PraxisClient.verified(praxis.manage("complete", id), false);
        JsonNode transaction = completed.path("transaction");
        assertThat(transaction.path("transaction_status").asString()).isEqualTo("approved");
        assertThat(transaction.path("status_code").asString()).isEqualTo("SC-002");
        assertThat(transaction.path("processed_amount").intValue()).isEqualTo(10000);
        assertThat(transaction.path("tid").intValue()).isEqualTo(id);
        assertThat(description(praxis.manage("complete", id))).isEqualTo("already processed");
        assertThat(description(praxis.manage("cancel", id))).isEqualTo("already processed");
        assertThat(sandbox.paid(order).path("amount").asString()).isEqualTo("10000");
        assertThat(sandbox.paid(order).path("provider").asString()).isEqualTo("praxis");
        assertThat(sandbox.paid(order).path("providerReference").asString())
                .isEqualTo(Integer.toString(id));
    }

    @Test
    void cancels_only_what_was_never_begun() {
        int id = praxis.opened(order, 10000);
        JsonNode cancelled = PraxisClient.verified(praxis.manage("cancel", id), false);
        JsonNode transaction = cancelled.path("transaction");
        assertThat(transaction.path("transaction_status").asString()).isEqualTo("rejected");
        assertThat(transaction.path("status_code").asString()).isEqualTo("SC-003");
        assertThat(transaction.path("tid").intValue()).isEqualTo(id);
        assertThat(praxis.status(id)).isEqualTo("cancelled");
        assertThat(description(praxis.manage("complete", id))).isEqualTo("already cancelled");
        assertThat(sandbox.paid(order).isMissingNode()).isTrue();
    }

    @Test
    void splits_and_completes_the_remainder() {
        int id = praxis.opened(order, 10000);
        String part = PraxisClient.newOrder();
        JsonNode split = PraxisClient.verified(praxis.split(id, 4000, part), true);
        int child = split.path("transaction").path("tid").intValue();
        assertThat(child).isNotEqualTo(id);
        assertThat(split.path("transaction").path("withdrawal_request_id").intValue())
                .isEqualTo(id);
        assertThat(praxis.status(id)).isEqualTo("split");
        assertThat(praxis.status(child)).isEqualTo("approved");
        assertThat(description(praxis.split(id, 6001, PraxisClient.newOrder())))
                .isEqualTo("not possible for what remains");
        assertThat(description(praxis.split(id, 100, part))).isEqualTo("order_id not unique");
        assertThat(description(praxis.manage("cancel", id))).startsWith("not possible");
        assertThat(praxis.manage("complete", id).json().path("status").intValue()).isZero();
        assertThat(praxis.status(id)).isEqualTo("approved");
        assertThat(sandbox.paid(part).path("amount").asString()).isEqualTo("4000");
        assertThat(sandbox.paid(order).path("amount").asString()).isEqualTo("6000");
    }

    @Test
    void refuses_stale_and_future_stamps_wrong_signatures_versions_merchants_and_fields() {
        long now = Instant.now().getEpochSecond();
        ObjectNode body = PraxisClient.opening(order, 10000, "TR320010009999901234567890");
        assertThat(description(praxis.open(body.put("timestamp", now - 62))))
                .startsWith("timestamp");
        assertThat(description(praxis.open(body.put("timestamp", now + 30))))
                .startsWith("timestamp: in the future");
        body.put("timestamp", now);
        assertThat(description(praxis.send("/direct/apm", body, "0".repeat(96))))
                .isEqualTo("signature invalid");
        assertThat(description(praxis.open(body.deepCopy().put("version", "1.2"))))
                .startsWith("version");
        assertThat(description(praxis.open(body.deepCopy().put("extra", 1)))).startsWith("extra");
        assertThat(description(praxis.open(body.deepCopy().put("amount", "10000"))))
                .startsWith("amount");
        Sandbox.Reply stranger = praxis.open(body.deepCopy().put("merchant_id", "Someone"));
        assertThat(stranger.json().path("status").intValue()).isEqualTo(401);
        Sandbox.Reply unsigned = sandbox.post("/praxis/direct/apm", body.toString());
        assertThat(unsigned.status()).isEqualTo(400);
        assertThat(description(praxis.findOrder(order))).isEqualTo("transaction not found");
        assertThat(description(praxis.findTransaction(1))).isEqualTo("transaction not found");
        assertThat(praxis.open(body).json().path("status").intValue()).isZero();
    }

    @Test
    void signs_its_errors() {
        Sandbox.Reply reply = praxis.findTransaction(1);
        assertThat(PraxisClient.holds(reply, true)).isTrue();
        assertThat(reply.json().path("transaction").isNull()).isTrue();
    }

    @Test
    void repeats_a_notification_until_it_is_acknowledged_with_a_signed_zero() {
        sandbox.receiver()
                .answering(
                        callback -> {
                            if (!callback.body().contains(order)) {
                                return PraxisOutcomesTest.acknowledged(callback);
                            }
                            return switch (sandbox.receiver().about(order).size()) {
                                case 1 -> new Receiver.Answer(200, "Ok", Map.of());
                                case 2 ->
                                        new Receiver.Answer(
                                                200, "{\"status\":0,\"timestamp\":1}", Map.of());
                                case 3 -> PraxisOutcomesTest.signed(-1, PraxisSignature.HEADER);
                                default -> PraxisOutcomesTest.signed(0, PraxisSignature.ACK_HEADER);
                            };
                        });
        int id = praxis.opened(order, 10000);
        Sandbox.await("four attempts", () -> sandbox.receiver().about(order).size() >= 4);
        praxis.manage("complete", id);
        var got =
                Sandbox.await(
                        "the approval",
                        () -> {
                            var all = sandbox.receiver().about(order);
                            return all.getLast().body().contains("\"approved\"") ? all : null;
                        });
        assertThat(got).hasSize(5);
    }

    @Test
    void pays_under_a_tid_of_its_own_where_the_option_is_on() {
        try (Receiver receiver = new Receiver();
                Sandbox apart =
                        Sandbox.start(
                                Sandbox.emptyDirectory(),
                                receiver,
                                "--sluice.sandbox.praxis.separate-trace-id=true")) {
            PraxisClient client = new PraxisClient(apart);
            int id = client.opened(order, 10000);
            int tid =
                    PraxisClient.verified(client.manage("complete", id), false)
                            .path("transaction")
                            .path("tid")
                            .intValue();
            assertThat(tid).isNotEqualTo(id);
            assertThat(client.status(id)).isEqualTo("split");
            assertThat(client.status(tid)).isEqualTo("approved");
        }
    }

    private static String description(Sandbox.Reply reply) {
        assertThat(reply.json().path("status").intValue()).isEqualTo(400);
        return reply.json().path("description").asString();
    }
}
