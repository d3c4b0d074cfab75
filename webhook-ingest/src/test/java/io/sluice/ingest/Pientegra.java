package io.sluice.ingest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes and signs callbacks as the provider's page says, with none of the service's own code. */
public final class Pientegra {

    public static final String PATH = "/webhooks/pientegra/demo";
    public static final String SECRET = "whsec_demo_inbound_pientegra";

    private Pientegra() {}

    public static String body(String eventId, String type, String reference, String more) {
        String status =
                switch (type) {
                    case "withdrawal.created" -> "PENDING_REVIEW";
                    case "withdrawal.approved" -> "APPROVED";
                    case "withdrawal.sent" -> "SENT";
                    case "withdrawal.rejected" -> "REJECTED";
                    case "withdrawal.returned" -> "RETURNED";
                    default -> "OTHER";
                };
        return """
        {"eventId":"%s","eventType":"%s","occurredAt":"2026-04-28T13:00:00.000Z","withdrawal":{"id":"%s",\
        "referenceNo":"W-2026-0000123","externalUserId":"user-12345","amount":"250000","currency":"TRY",\
        "status":"%s"%s}}"""
                .formatted(eventId, type, reference, status, more);
    }

    public static String sent(String reference) {
        return body(UUID.randomUUID().toString(), "withdrawal.sent", reference, "");
    }

    public static Map<String, String> signed(String body) {
        return signed(body.getBytes(StandardCharsets.UTF_8), SECRET, Instant.now());
    }

    public static Map<String, String> signed(byte[] body, String secret, Instant at) {
        return Map.of("Pientegra-Signature", signature(body, secret, at.toEpochMilli()));
    }

    public static String signature(byte[] body, String secret, long millis) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((millis + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + millis + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
