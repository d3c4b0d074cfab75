package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.signature.PraxisSignature;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class PraxisOutcomesTest {

    private final Sandbox sandbox = Sandbox.shared();
    private final PraxisClient praxis = new PraxisClient(sandbox);
    private final String order = PraxisClient.newOrder();

    @BeforeEach
    void acknowledge() {
        sandbox.receiver().answering(PraxisOutcomesTest::acknowledged);
    }

    static Receiver.Answer acknowledged(Receiver.Received callback) {
        return callback.path().equals("/praxis")
                ? signed(0, PraxisSignature.HEADER)
                : new Receiver.Answer(204, "", Map.of());
    }

    static Receiver.Answer signed(int status, String header) {
        String now = Long.toString(Instant.now().getEpochSecond());
        String body =
                "{\"status\":%d,\"description\":\"Ok\",\"version\":\"1.3\",\"timestamp\":%s}"
                        .formatted(status, now);
        String signature = PraxisClient.SIGNATURE.sign(Integer.toString(status), now);
        return new Receiver.Answer(200, body, Map.of(header, signature));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}, ends {3}, paid {4}, returned {5}, {6}")
    @CsvSource({
        "00, 0, approved, approved, 10000, 0, requested approved",
        "01, 0, pending, approved, 10001, 0, requested approved",
        "02, 0, pending, rejected, , , requested rejected",
        "03, 0, pending, rejected, , , requested rejected",
        "04, 0, approved, reversed, 10004, 10004, requested approved reversed",
        "05, 0, approved, reversed, 10005, 10005, requested approved reversed reversed",
        "10, 0, none, approved, 10010, 0, requested approved",
        "11, none, approved, approved, 10011, 0, requested approved",
        "12, 0, -1, approved, 10012, 0, requested approved",
        "13, -1, approved, approved, 10013, 0, requested approved",
        "14, 0, none, approved, 10014, 0, requested approved",
        "15, 0, malformed, approved, 10015, 0, requested approved",
        "16, 0, unsigned, approved, 10016, 0, requested approved",
        "20, 0, approved, approved, 10020, 0, requested approved",
        "21, 0, approved, approved, 10021, 0, requested requested requested approved approved approved",
        "22, 0, approved, approved, 10022, 0, approved requested",
        "23, 0, approved, approved, 10023, 0, requested approved rejected",
        "25, 0, approved, approved, 10024, 0, requested approved",
        "26, 0, approved, approved, 10026, 0, requested approved",
        "30, 0, authorized, approved, 10030, 0, requested authorized approved",
        "31, 0, approved, approved, 10031, 0, requested approved",
        "32, 999, approved, approved, 10032, 0, requested approved",
        "33, 333, approved, approved, 10033, 0, requested approved",
        "34, 0, partial_payout, approved, 10034, 0, ''",
        "35, 0, approved, approved, 10035, 0, requested approved",
        "36, 0, compliance_hold, approved, 10036, 0, requested compliance_hold approved"
    })
    void ends_as_the_table_says(
            int ending,
            String opening,
            String completion,
            String end,
            String paid,
            String returned,
            String notices) {
        assertThat(said(praxis.open(order, 10000L + ending))).isEqualTo(opening);
        int id = opening.equals("0") ? found() : praxis.opened(order, 10000L + ending);
        assertThat(transactionStatus(praxis.manage("complete", id))).isEqualTo(completion);
        List<String> expected = notices.isEmpty() ? List.of() : List.of(notices.split(" "));
        Sandbox.await("the notifications", () -> statuses().equals(expected));
        Sandbox.await("status " + end, () -> praxis.status(id).equals(end));
        if (paid != null) {
            Sandbox.await(
                    "all paid", () -> sandbox.paid(order).path("amount").asString("").equals(paid));
        }
        assertThat(sandbox.paid(order).path("returnedAmount").asString(null)).isEqualTo(returned);
    }

    private int found() {
        return PraxisClient.verified(praxis.findOrder(order), true)
                .path("transaction")
                .path("withdrawal_request_id")
                .intValue();
    }

    @ParameterizedTest
    @CsvSource({"10006, AM04", "10007, AC01"})
    void refuses_at_submission_under_a_used_order_id(long amount, String reason) {
        var body = PraxisClient.opening(order, amount, "DE89370400440532013000");
        JsonNode refusal = PraxisClient.verified(praxis.open(body), true).path("transaction");
        assertThat(refusal.path("transaction_status").asString()).isEqualTo("rejected");
        assertThat(refusal.path("status_details").asString()).startsWith(reason + " ");
        assertThat(praxis.open(body).json().path("description").asString())
                .isEqualTo("order_id not unique");
        assertThat(praxis.findOrder(order).json().path("description").asString())
                .isEqualTo("transaction not found");
        assertThat(sandbox.paid(order).isMissingNode()).isTrue();
    }

    @Test
    void the_next_gateway_of_a_cascade_pays_what_the_first_refused() {
        String iban = "GB29NWBK60161331926819";
        PientegraClient pientegra = new PientegraClient(sandbox);
        String key = PientegraClient.newKey();
        String body = PientegraClient.body("user-12345", 77706, iban).replace("TRY", "EUR");
        assertThat(pientegra.open(key, body).json().path("error").asString()).isEqualTo("AM04");
        JsonNode opened =
                PraxisClient.verified(praxis.open(PraxisClient.opening(order, 77706, iban)), true);
        assertThat(opened.path("transaction").path("transaction_status").asString())
                .isEqualTo("requested");
        String later = PraxisClient.newOrder();
        assertThat(praxis.open(PraxisClient.opening(later, 77706, iban)).body()).contains("AM04");
        assertThat(pientegra.open(PientegraClient.newKey(), body).status()).isEqualTo(201);
    }

    @Test
    void signs_notifications_by_the_text_of_their_numbers() {
        int id = praxis.opened(order, 10005);
        praxis.manage("complete", id);
        Sandbox.await("four notifications", () -> sandbox.receiver().about(order).size() == 4);
        var last = sandbox.receiver().about(order).getLast();
        assertThat(last.body())
                .contains("\"conversion_rate\":1.000000", "\"reversed_amount\":10005");
        JsonNode body = last.json();
        String signature =
                PraxisClient.SIGNATURE.sign(
                        "Test-Integration-Merchant",
                        "Sandbox",
                        body.path("timestamp").asString(),
                        body.path("customer").path("customer_token").asString(),
                        order,
                        Integer.toString(id),
                        "EUR",
                        "10005",
                        "1.000000",
                        "EUR",
                        "10005");
        assertThat(last.headers()).containsEntry("gt-authentication", signature);
        assertThat(sandbox.receiver().about(order).get(2).body())
                .contains("\"reversed_amount\":5002");
    }

    @Test
    void lists_the_parts_of_a_partial_payout() {
        int id = praxis.opened(order, 10034);
        JsonNode half =
                PraxisClient.verified(praxis.manage("complete", id), false).path("transaction");
        assertThat(half.path("processed_amount").intValue()).isEqualTo(5017);
        Sandbox.await("the rest", () -> praxis.status(id).equals("approved"));
        JsonNode whole = praxis.findTransaction(id).json().path("transaction");
        assertThat(whole.path("processed_amount").intValue()).isEqualTo(10034);
        List<Integer> parts = new ArrayList<>();
        for (JsonNode child : whole.path("children")) {
            parts.add(child.path("amount").intValue());
            assertThat(praxis.status(child.path("tid").intValue())).isEqualTo("approved");
        }
        assertThat(parts).containsExactly(5017, 5017);
    }

    @Test
    void says_rejected_for_a_while_where_it_contradicts_itself() {
        int id = praxis.opened(order, 10023);
        praxis.manage("complete", id);
        Sandbox.await("the contradiction", () -> praxis.status(id).equals("rejected"));
        assertThat(praxis.findOrder(order).json().path("status").intValue()).isZero();
        Sandbox.await("the correction", () -> praxis.status(id).equals("approved"));
    }

    private List<String> statuses() {
        return sandbox.receiver().about(order).stream()
                .map(c -> c.json().path("transaction").path("transaction_status").asString())
                .toList();
    }

    /** The body's status, or none for no answer. */
    private static String said(Sandbox.Reply reply) {
        return reply.status() == 0 ? "none" : reply.json().path("status").asString();
    }

    private static String transactionStatus(Sandbox.Reply reply) {
        if (reply.status() == 0) {
            return "none";
        }
        if (!reply.body().endsWith("}")) {
            return "malformed";
        }
        if (!PraxisClient.holds(reply, false)) {
            return "unsigned";
        }
        return reply.json().path("transaction").path("transaction_status").asString(said(reply));
    }
}
