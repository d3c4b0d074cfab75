package io.sluice.sandbox.signature;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Standard Webhooks 1.0.0, symmetric: {@code v1,<base64 HMAC-SHA256 of id.timestamp.body>}. */
public final class StandardWebhookSignature {

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";

    private final Hmac hmac;

    /**
     * @param secret {@code whsec_} and base64
     * @throws IllegalArgumentException when it is not that
     */
    public StandardWebhookSignature(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("webhook secret (expected: whsec_ and base64)");
        }
        hmac = new Hmac(Base64.getDecoder().decode(secret.substring(PREFIX.length())));
    }

    public String sign(String id, Instant at, byte[] body) {
        return VERSION
                + Base64.getEncoder()
                        .encodeToString(mac(id, Long.toString(at.getEpochSecond()), body));
    }

    /** Whether any signature of the space-separated list matches and the stamp is fresh. */
    public boolean verifies(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signatures,
            byte[] body,
            Instant now,
            Duration tolerance) {
        if (id == null
                || timestamp == null
                || signatures == null
                || !fresh(timestamp, now, tolerance)) {
            return false;
        }
        byte[] expected = Base64.getEncoder().encode(mac(id, timestamp, body));
        boolean found = false;
        for (String signature : signatures.split(" ", -1)) {
            if (signature.startsWith(VERSION)) {
                byte[] candidate =
                        signature.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8);
                found |= MessageDigest.isEqual(expected, candidate);
            }
        }
        return found;
    }

    private static boolean fresh(String timestamp, Instant now, Duration tolerance) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        long age = now.getEpochSecond() - Long.parseLong(timestamp);
        return Math.abs(age) <= tolerance.toSeconds();
    }

    private byte[] mac(String id, String timestamp, byte[] body) {
        return hmac.of((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
    }
}
