package io.sluice.sandbox;

import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.signature.PraxisSignature;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Calls Praxis' side of the sandbox as the gateway does, and verifies what it answers. */
final class PraxisClient {

    static final PraxisSignature SIGNATURE = new PraxisSignature("MerchantSecretKey");
    private static final String IBAN = "TR320010009999901234567890";

    private final Sandbox sandbox;

    PraxisClient(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static String newOrder() {
        return "order-" + UUID.randomUUID();
    }

    static ObjectNode envelope() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("merchant_id", "Test-Integration-Merchant");
        body.put("application_key", "Sandbox");
        body.put("version", "1.3");
        body.put("timestamp", Instant.now().getEpochSecond());
        return body;
    }

    static ObjectNode opening(String orderId, long amount, String iban) {
        ObjectNode body = envelope();
        body.put("transaction_type", "payout");
        body.put("cid", "user-12345");
        body.put("order_id", orderId);
        body.put("currency", "EUR");
        body.put("amount", amount);
        body.put("payment_method", "Bank Transfer");
        body.putObject("bank_account").put("iban", iban).put("holder_name", "Ayşe Yılmaz");
        return body;
    }

    Sandbox.Reply open(String orderId, long amount) {
        return open(opening(orderId, amount, IBAN));
    }

    Sandbox.Reply open(ObjectNode body) {
        return call(
                "/direct/apm",
                body,
                "transaction_type",
                "cid",
                "order_id",
                "currency",
                "amount",
                "gateway",
                "notification_url",
                "return_url");
    }

    /** Opens and returns the request's id. */
    int opened(String orderId, long amount) {
        JsonNode transaction = verified(open(orderId, amount), true).path("transaction");
        return transaction.path("withdrawal_request_id").intValue();
    }

    Sandbox.Reply manage(String what, int id) {
        ObjectNode body = envelope();
        body.put("intent", what + "-withdrawal-request");
        body.put("withdrawal_request_id", id);
        return call("/agent/manage-withdrawal-request", body, "intent", "withdrawal_request_id");
    }

    Sandbox.Reply split(int id, long amount, String orderId) {
        ObjectNode body = envelope();
        body.put("withdrawal_request_id", id);
        body.put("amount", amount);
        body.put("currency", "EUR");
        body.put("order_id", orderId);
        return call("/agent/split-withdrawal-request", body, "withdrawal_request_id");
    }

    Sandbox.Reply findTransaction(int tid) {
        ObjectNode body = envelope();
        body.put("tid", tid);
        return call("/agent/find-transaction", body, "tid");
    }

    Sandbox.Reply findOrder(String orderId) {
        ObjectNode body = envelope();
        body.put("order_id", orderId);
        return call("/agent/find-order", body, "order_id");
    }

    String status(int tid) {
        return verified(findTransaction(tid), true)
                .path("transaction")
                .path("transaction_status")
                .asString();
    }

    Sandbox.Reply call(String path, ObjectNode body, String... own) {
        List<@Nullable String> values = new ArrayList<>();
        for (String name : List.of("merchant_id", "application_key", "timestamp")) {
            values.add(text(body.path(name)));
        }
        for (String name : own) {
            values.add(text(body.path(name)));
        }
        return send(path, body, SIGNATURE.sign(values));
    }

    Sandbox.Reply send(String path, ObjectNode body, String signature) {
        return sandbox.post("/praxis" + path, body.toString(), PraxisSignature.HEADER, signature);
    }

    /** The body, once its signature has been found to hold. */
    static JsonNode verified(Sandbox.Reply reply, boolean withCustomer) {
        if (!holds(reply, withCustomer)) {
            throw new AssertionError("answer whose signature does not hold: " + reply.body());
        }
        return reply.json();
    }

    static boolean holds(Sandbox.Reply reply, boolean withCustomer) {
        JsonNode body = reply.json();
        JsonNode transaction = body.path("transaction");
        List<@Nullable String> values = new ArrayList<>();
        values.add(text(body.path("status")));
        values.add(text(body.path("timestamp")));
        if (withCustomer) {
            values.add(text(body.path("customer").path("customer_token")));
        }
        values.add(text(transaction.path("tid")));
        values.add(text(transaction.path("transaction_status")));
        values.add(text(transaction.path("processed_currency")));
        values.add(text(transaction.path("processed_amount")));
        return SIGNATURE.verifies(reply.headers().apply(PraxisSignature.HEADER), values);
    }

    private static @Nullable String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? null : value.asString();
    }
}
