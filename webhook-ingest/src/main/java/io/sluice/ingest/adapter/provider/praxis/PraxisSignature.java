package io.sluice.ingest.adapter.provider.praxis;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * SHA-384, and no HMAC, over values in a documented order, joined without a separator, and the
 * secret behind them. A null value adds nothing and a number is signed as it is written. Source: the
 * provider's pages on authentication and on the payment notification.
 */
final class PraxisSignature {

    static final String HEADER = "Gt-Authentication";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{96}");

    private PraxisSignature() {}

    /** True for what may be a signature at all. */
    static boolean isWellFormed(String header) {
        return HEX.matcher(header).matches();
    }

    static String sign(List<@Nullable String> values, String secret) {
        return HexFormat.of().formatHex(digest(values, secret));
    }

    /** Compares in constant time; the header must be well formed. */
    static boolean matches(String header, List<@Nullable String> values, String secret) {
        return MessageDigest.isEqual(digest(values, secret), HexFormat.of().parseHex(header));
    }

    private static byte[] digest(List<@Nullable String> values, String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-384");
            for (String value : values) {
                if (value != null) {
                    digest.update(value.getBytes(StandardCharsets.UTF_8));
                }
            }
            return digest.digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-384", e);
        }
    }
}
