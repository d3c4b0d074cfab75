package io.sluice.sandbox.partner;

import io.sluice.sandbox.http.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * A webhook as it arrived.
 *
 * @param json whether the body is a JSON object
 * @param subjects the ids by which it can be asked for
 * @param answered the status that it was answered with
 */
record Webhook(
        Instant receivedAt,
        Map<String, String> headers,
        byte[] body,
        boolean json,
        boolean verified,
        Subjects subjects,
        int answered) {

    /** What the webhook is about, as far as its body says. */
    record Subjects(
            @Nullable String eventType, @Nullable String withdrawalId, @Nullable String otherId) {

        static Subjects none() {
            return new Subjects(null, null, null);
        }

        static Subjects ofPientegraStyle(JsonNode body) {
            JsonNode withdrawal = body.path("withdrawal");
            return new Subjects(
                    text(body.path("eventType")),
                    text(withdrawal.path("id")),
                    text(withdrawal.path("referenceNo")));
        }

        static Subjects ofPraxisStyle(JsonNode body) {
            JsonNode transaction = body.path("transaction");
            return new Subjects(
                    text(transaction.path("transaction_status")),
                    text(transaction.path("withdrawal_request_id")),
                    text(body.path("session").path("order_id")));
        }

        private static @Nullable String text(JsonNode value) {
            return value.isValueNode() && !value.isNull() ? value.asString() : null;
        }
    }

    boolean concerns(String id) {
        return id.equals(subjects.withdrawalId) || id.equals(subjects.otherId);
    }

    long weight() {
        long text = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            text += header.getKey().length() + header.getValue().length() + 120L;
        }
        return body.length + text + 250L;
    }

    byte[] toJson() {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("receivedAt", receivedAt.toString());
        row.set("headers", Json.MAPPER.<JsonNode>valueToTree(headers));
        String text = new String(body, StandardCharsets.UTF_8);
        if (json) {
            row.putRawValue("body", new RawValue(text));
        } else {
            row.put("body", text);
        }
        row.put("verified", verified);
        row.put("answered", answered);
        return Json.bytes(row);
    }
}
