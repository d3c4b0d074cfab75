package io.sluice.withdrawal.application.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a webhook twice over: {@code Pientegra-Signature} (time in milliseconds, keyed with the
 * secret's text) and Standard Webhooks (time in seconds, keyed with what the secret encodes). While
 * one secret replaces another, both sign.
 */
final class WebhookSignature {

    private static final String PREFIX = "whsec_";

    private WebhookSignature() {}

    /**
     * The headers of one attempt.
     *
     * @param secrets those valid now, the newest first
     */
    static Map<String, String> headers(
            String eventId, Instant now, String text, List<String> secrets) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String millis = Long.toString(now.toEpochMilli());
        String seconds = Long.toString(now.getEpochSecond());
        String pientegra =
                secrets.stream()
                        .map(secret -> "v1=" + pientegra(secret, millis, body))
                        .collect(Collectors.joining(","));
        String standard =
                secrets.stream()
                        .map(secret -> "v1," + standard(secret, eventId, seconds, body))
                        .collect(Collectors.joining(" "));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Pientegra-Signature", "t=" + millis + "," + pientegra);
        headers.put("webhook-id", eventId);
        headers.put("webhook-timestamp", seconds);
        headers.put("webhook-signature", standard);
        return headers;
    }

    private static String pientegra(String secret, String millis, byte[] body) {
        return HexFormat.of()
                .formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), millis + ".", body));
    }

    private static String standard(String secret, String id, String seconds, byte[] body) {
        return Base64.getEncoder()
                .encodeToString(hmac(key(secret), id + "." + seconds + ".", body));
    }

    private static byte[] key(String secret) {
        String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        return Base64.getDecoder().decode(encoded.replace('-', '+').replace('_', '/'));
    }

    private static byte[] hmac(byte[] key, String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
