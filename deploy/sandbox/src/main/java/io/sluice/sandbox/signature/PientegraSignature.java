package io.sluice.sandbox.signature;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code Pientegra-Signature: t=<unix milliseconds>,v1=<lowercase hex>}: HMAC-SHA256 over {@code
 * t.body}, keyed with the secret string as given. Used by the provider and by the partner.
 */
public final class PientegraSignature {

    public static final String HEADER = "Pientegra-Signature";

    private static final HexFormat HEX = HexFormat.of();

    private static final Pattern LOWER_CASE_HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,15}");

    private final Hmac hmac;

    public PientegraSignature(String secret) {
        hmac = new Hmac(secret.getBytes(StandardCharsets.UTF_8));
    }

    public String sign(Instant at, byte[] body) {
        String stamp = Long.toString(at.toEpochMilli());
        return "t=" + stamp + ",v1=" + HEX.formatHex(mac(stamp, body));
    }

    /** Whether any {@code v1} of the header matches and its stamp is within the tolerance both ways. */
    public boolean verifies(@Nullable String header, byte[] body, Instant now, Duration tolerance) {
        if (header == null) {
            return false;
        }
        String stamp = null;
        List<byte[]> candidates = new ArrayList<>(2);
        for (String part : header.split(",", -1)) {
            if (part.startsWith("t=") && stamp == null) {
                stamp = part.substring(2);
            } else if (part.startsWith("v1=")) {
                addHex(part.substring(3), candidates);
            } else {
                return false;
            }
        }
        return stamp != null
                && fresh(stamp, now, tolerance)
                && matches(mac(stamp, body), candidates);
    }

    private static void addHex(String text, List<byte[]> candidates) {
        if (LOWER_CASE_HEX.matcher(text).matches()) {
            candidates.add(HEX.parseHex(text));
        }
    }

    private static boolean fresh(String stamp, Instant now, Duration tolerance) {
        if (!MILLISECONDS.matcher(stamp).matches()) {
            return false;
        }
        long age = now.toEpochMilli() - Long.parseLong(stamp);
        return Math.abs(age) <= tolerance.toMillis();
    }

    private static boolean matches(byte[] expected, List<byte[]> candidates) {
        boolean found = false;
        for (byte[] candidate : candidates) {
            found |= MessageDigest.isEqual(expected, candidate);
        }
        return found;
    }

    private byte[] mac(String stamp, byte[] body) {
        return hmac.of((stamp + ".").getBytes(StandardCharsets.UTF_8), body);
    }
}
