package io.sluice.sandbox.praxis;

import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.http.JsonAnswer;
import io.sluice.sandbox.signature.PraxisSignature;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Praxis' documents and what their signatures cover. */
final class Wire {

    static final String VERSION = "1.3";

    /** Signed by its text, so its zeroes stay. */
    private static final BigDecimal CONVERSION_RATE = new BigDecimal("1.000000");

    private final String merchantId;
    private final PraxisSignature signature;
    private final Clock clock;

    Wire(String merchantId, PraxisSignature signature, Clock clock) {
        this.merchantId = merchantId;
        this.signature = signature;
        this.clock = clock;
    }

    JsonAnswer error(int status, String description) {
        return error(200, status, description);
    }

    JsonAnswer error(int httpStatus, int status, String description) {
        long timestamp = clock.instant().getEpochSecond();
        ObjectNode body = envelope(status, description, timestamp);
        body.putNull("transaction");
        String signed = signature.sign(Integer.toString(status), Long.toString(timestamp));
        return JsonAnswer.of(httpStatus, body).with(PraxisSignature.HEADER, signed);
    }

    /** The answer of manage-withdrawal-request, which speaks of no customer. */
    JsonAnswer managed(PayoutRequest request, Snapshot snapshot) {
        return answer(request, snapshot, false);
    }

    JsonAnswer found(PayoutRequest request, Snapshot snapshot) {
        return answer(request, snapshot, true);
    }

    private JsonAnswer answer(PayoutRequest request, Snapshot snapshot, boolean withCustomer) {
        long timestamp = clock.instant().getEpochSecond();
        ObjectNode body = envelope(0, "Ok", timestamp);
        if (withCustomer) {
            body.set("customer", customer(request));
            body.set("session", session(request, snapshot));
        }
        body.set("transaction", transaction(request, snapshot, true));
        String signed =
                signature.sign(
                        "0",
                        Long.toString(timestamp),
                        withCustomer ? token(request) : null,
                        Integer.toString(snapshot.tid()),
                        snapshot.status(),
                        processedCurrency(request, snapshot),
                        processedAmount(snapshot));
        return JsonAnswer.of(200, body).with(PraxisSignature.HEADER, signed);
    }

    byte[] notification(PayoutRequest request, Snapshot snapshot, Instant now) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("merchant_id", merchantId);
        body.put("application_key", request.opening().applicationKey());
        body.set("customer", customer(request));
        body.set("session", session(request, snapshot));
        body.set("transaction", transaction(request, snapshot, false));
        body.put("version", VERSION);
        body.put("timestamp", now.getEpochSecond());
        return Json.bytes(body);
    }

    String notificationSignature(
            PraxisSignature signer, PayoutRequest request, Snapshot snapshot, Instant now) {
        return signer.sign(
                merchantId,
                request.opening().applicationKey(),
                Long.toString(now.getEpochSecond()),
                token(request),
                snapshot.orderId(),
                Integer.toString(snapshot.tid()),
                request.opening().currency(),
                Long.toString(snapshot.amount()),
                CONVERSION_RATE.toPlainString(),
                processedCurrency(request, snapshot),
                processedAmount(snapshot));
    }

    private static ObjectNode envelope(int status, String description, long timestamp) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("status", status);
        body.put("description", description);
        body.put("version", VERSION);
        body.put("timestamp", timestamp);
        return body;
    }

    private static ObjectNode customer(PayoutRequest request) {
        ObjectNode customer = Json.MAPPER.createObjectNode();
        customer.put("customer_token", token(request));
        customer.putNull("country");
        customer.put("avs_alert", 0);
        customer.put("verification_alert", 0);
        return customer;
    }

    private static ObjectNode session(PayoutRequest request, Snapshot snapshot) {
        Opening opening = request.opening();
        ObjectNode session = Json.MAPPER.createObjectNode();
        session.put("auth_token", token(request));
        session.put("intent", "withdrawal");
        session.put("session_status", "successful");
        session.put("order_id", snapshot.orderId());
        session.put("currency", opening.currency());
        session.put("amount", snapshot.amount());
        session.put("conversion_rate", CONVERSION_RATE);
        session.put("payment_method", "Bank Transfer");
        session.put("gateway", opening.gateway());
        session.put("cid", opening.cid());
        return session;
    }

    private static ObjectNode transaction(
            PayoutRequest request, Snapshot snapshot, boolean withChildren) {
        ObjectNode transaction = Json.MAPPER.createObjectNode();
        transaction.put("transaction_type", "payout");
        transaction.put("transaction_status", snapshot.status());
        transaction.put("tid", snapshot.tid());
        transaction.put("transaction_id", Long.toString(request.opening().number()));
        transaction.put("currency", request.opening().currency());
        transaction.put("amount", snapshot.amount());
        transaction.put("conversion_rate", CONVERSION_RATE);
        transaction.put("processed_currency", processedCurrency(request, snapshot));
        transaction.put("processed_amount", isProcessed(snapshot) ? snapshot.paid() : null);
        if (snapshot.returned() > 0) {
            transaction.put("reversed_amount", snapshot.returned());
        }
        transaction.put("fee", snapshot.fee());
        transaction.put("fee_included", 0);
        transaction.put("fee_type", "flat");
        transaction.put("payment_method", "Bank Transfer");
        transaction.put("payment_processor", "SandboxBank");
        transaction.put("gateway", request.opening().gateway());
        transaction.putNull("card");
        transaction.putNull("wallet");
        transaction.put("is_async", 0);
        transaction.put("is_cascade", 0);
        transaction.put("cascade_level", 0);
        transaction.putNull("reference_id");
        transaction.put("withdrawal_request_id", request.opening().tid());
        transaction.put("created_by", "API");
        transaction.put("edited_by", "API");
        transaction.put("status_code", statusCode(snapshot.status()));
        transaction.put("status_details", statusDetails(snapshot));
        if (withChildren && snapshot.tid() == request.opening().tid()) {
            addChildren(transaction, request);
        }
        return transaction;
    }

    private static void addChildren(ObjectNode transaction, PayoutRequest request) {
        var children = transaction.putArray("children");
        if (request.isPaidApart() && request.children().isEmpty()) {
            addChild(children, request.payingTid(), request.opening().amount(), request.status());
        }
        for (PayoutRequest.Child child : request.children()) {
            addChild(children, child.tid(), child.amount(), child.status());
        }
    }

    private static void addChild(ArrayNode children, int tid, long amount, String status) {
        ObjectNode row = children.addObject();
        row.put("tid", tid);
        row.put("amount", amount);
        row.put("transaction_status", status);
    }

    private static String statusCode(String status) {
        return switch (status) {
            case "approved" -> "SC-002";
            case "rejected" -> "SC-003";
            default -> "0";
        };
    }

    /** The reason code first, where there is one. */
    private static String statusDetails(Snapshot snapshot) {
        String said = "Transaction " + snapshot.status();
        return snapshot.reason() == null ? said : snapshot.reason() + " " + said;
    }

    private static @Nullable String processedCurrency(PayoutRequest request, Snapshot snapshot) {
        return isProcessed(snapshot) ? request.opening().currency() : null;
    }

    private static @Nullable String processedAmount(Snapshot snapshot) {
        return isProcessed(snapshot) ? Long.toString(snapshot.paid()) : null;
    }

    /** Who says rejected names no sum, even when that is a contradiction. */
    private static boolean isProcessed(Snapshot snapshot) {
        return snapshot.paid() > 0 && !snapshot.status().equals("rejected");
    }

    private static String token(PayoutRequest request) {
        byte[] customer = request.opening().cid().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(customer).toString();
    }
}
