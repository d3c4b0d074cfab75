package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.contracts.OrderId;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.messaging.Destination;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests, each with the time of its send and the values that its signature covers. */
final class PraxisRequests implements Gateway.Requests {

    private static final String VERSION = "1.3";
    private static final List<String> OPEN =
            List.of(
                    "merchant_id",
                    "application_key",
                    "timestamp",
                    "transaction_type",
                    "cid",
                    "order_id",
                    "currency",
                    "amount",
                    "gateway",
                    "notification_url",
                    "return_url");
    private static final List<String> MANAGE =
            List.of(
                    "merchant_id",
                    "application_key",
                    "timestamp",
                    "intent",
                    "withdrawal_request_id");
    private static final List<String> FIND_TRANSACTION =
            List.of("merchant_id", "application_key", "timestamp", "tid");
    private static final List<String> FIND_ORDER =
            List.of("merchant_id", "application_key", "timestamp", "order_id");

    /** A request that is ready to go. */
    record Ready(String path, String signature, String body) {}

    private final JsonMapper json = new JsonMapper();
    private final PraxisSettings settings;
    private final PraxisSignature signature;

    PraxisRequests(PraxisSettings settings, PraxisSignature signature) {
        this.settings = settings;
        this.signature = signature;
    }

    @Override
    public String key(PayoutOrder order, int attempt) {
        return new OrderId(order.payoutId(), attempt).toString();
    }

    /** The opening of the withdrawal request; its completion is derived from it. */
    @Override
    public byte[] write(PayoutOrder order, String key, Destination destination, Instant stamp) {
        Map<String, Object> body = common(stamp);
        body.put("transaction_type", "payout");
        body.put("cid", order.externalUserId());
        body.put("order_id", key);
        body.put("currency", order.currency().getCurrencyCode());
        body.put("amount", order.amount());
        optional(body, "gateway", settings.gateway());
        body.put("payment_method", "Bank Transfer");
        optional(body, "notification_url", settings.notificationUrl());
        Map<String, String> account = new LinkedHashMap<>();
        account.put("iban", destination.iban());
        account.put("holder_name", destination.holderName());
        body.put("bank_account", account);
        return json.writeValueAsBytes(body);
    }

    /** The recorded bytes, signed as they stand. */
    Ready open(byte[] recorded) {
        return signed("/direct/apm", recorded, OPEN);
    }

    /** With the time of the recorded send: a sender that was stopped is refused. */
    Ready complete(String requestId, Attempt attempt) {
        return manage("complete-withdrawal-request", requestId, attempt.stampedAt());
    }

    Ready cancel(String requestId, Instant now) {
        return manage("cancel-withdrawal-request", requestId, now);
    }

    private Ready manage(String intent, String requestId, Instant stamp) {
        Map<String, Object> body = common(stamp);
        body.put("intent", intent);
        body.put("withdrawal_request_id", Long.parseLong(requestId));
        optional(body, "gateway", intent.startsWith("complete") ? settings.gateway() : null);
        return signed("/agent/manage-withdrawal-request", json.writeValueAsBytes(body), MANAGE);
    }

    Ready findTransaction(String tid, Instant now) {
        Map<String, Object> body = common(now);
        body.put("tid", Long.parseLong(tid));
        return signed("/agent/find-transaction", json.writeValueAsBytes(body), FIND_TRANSACTION);
    }

    Ready findOrder(String orderId, Instant now) {
        Map<String, Object> body = common(now);
        body.put("order_id", orderId);
        return signed("/agent/find-order", json.writeValueAsBytes(body), FIND_ORDER);
    }

    private Map<String, Object> common(Instant stamp) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("merchant_id", settings.merchantId());
        body.put("application_key", settings.applicationKey());
        body.put("version", VERSION);
        body.put("timestamp", stamp.getEpochSecond());
        return body;
    }

    private static void optional(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private Ready signed(String path, byte[] body, List<String> order) {
        String text = new String(body, StandardCharsets.UTF_8);
        PraxisDocument written =
                PraxisDocument.read(text)
                        .orElseThrow(() -> new IllegalStateException("request: not JSON"));
        return new Ready(path, signature.sign(written.all(order)), text);
    }
}
