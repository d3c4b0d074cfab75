package io.sluice.sandbox.partner;

import io.sluice.sandbox.http.JsonAnswer;
import io.sluice.sandbox.signature.PientegraSignature;
import io.sluice.sandbox.signature.PraxisSignature;
import io.sluice.sandbox.signature.StandardWebhookSignature;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The partner's verification of what it receives, and its signed acknowledgement. */
final class PartnerChecks {

    /** What a notification's signature covers, in this order. */
    private static final List<List<String>> SIGNED_BY_PRAXIS =
            List.of(
                    List.of("merchant_id"),
                    List.of("application_key"),
                    List.of("timestamp"),
                    List.of("customer", "customer_token"),
                    List.of("session", "order_id"),
                    List.of("transaction", "tid"),
                    List.of("transaction", "currency"),
                    List.of("transaction", "amount"),
                    List.of("transaction", "conversion_rate"),
                    List.of("transaction", "processed_currency"),
                    List.of("transaction", "processed_amount"));

    private final PientegraSignature pientegra;
    private final StandardWebhookSignature standard;
    private final PraxisSignature praxis;
    private final Duration tolerance;

    PartnerChecks(PartnerSettings settings) {
        pientegra = new PientegraSignature(settings.webhookSecret());
        standard = new StandardWebhookSignature(settings.webhookSecret());
        praxis = new PraxisSignature(settings.praxisSecret());
        tolerance = settings.tolerance();
    }

    /** Both signatures must hold: Pientegra's and that of Standard Webhooks. */
    boolean pientegraStyle(HttpHeaders headers, byte[] body, Instant now) {
        return pientegra.verifies(headers.getFirst(PientegraSignature.HEADER), body, now, tolerance)
                && standard.verifies(
                        headers.getFirst("webhook-id"),
                        headers.getFirst("webhook-timestamp"),
                        headers.getFirst("webhook-signature"),
                        body,
                        now,
                        tolerance);
    }

    /** Numbers count by their text; a field that is absent or null adds nothing. */
    boolean praxisStyle(HttpHeaders headers, @Nullable JsonNode body) {
        if (body == null) {
            return false;
        }
        List<@Nullable String> values = new ArrayList<>();
        for (List<String> path : SIGNED_BY_PRAXIS) {
            JsonNode value = body;
            for (String name : path) {
                value = value.path(name);
            }
            values.add(value.isMissingNode() || value.isNull() ? null : text(value));
        }
        return praxis.verifies(headers.getFirst(PraxisSignature.HEADER), values);
    }

    JsonAnswer praxisAck(Instant now) {
        long timestamp = now.getEpochSecond();
        String signature = praxis.sign("0", Long.toString(timestamp));
        byte[] body =
                ("{\"status\":0,\"description\":\"Ok\",\"version\":\"1.3\",\"timestamp\":"
                                + timestamp
                                + "}")
                        .getBytes(StandardCharsets.UTF_8);
        return new JsonAnswer(
                200,
                Map.of(PraxisSignature.HEADER, signature, PraxisSignature.ACK_HEADER, signature),
                body,
                null);
    }

    private static String text(JsonNode value) {
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asString();
    }
}
