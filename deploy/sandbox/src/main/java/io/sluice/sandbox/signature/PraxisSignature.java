package io.sluice.sandbox.signature;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code Gt-Authentication}: lowercase hex SHA-384 over the values in their documented order,
 * joined without a separator, and the merchant's secret. Not an HMAC. A null value adds nothing;
 * numbers are signed by their text.
 */
public final class PraxisSignature {

    public static final String HEADER = "Gt-Authentication";

    /** The other name that is in use for the header of an acknowledgement. */
    public static final String ACK_HEADER = "external-request-signature";

    private static final HexFormat HEX = HexFormat.of();

    private final String secret;

    public PraxisSignature(String secret) {
        this.secret = secret;
    }

    public String sign(@Nullable String... values) {
        return sign(Arrays.asList(values));
    }

    public String sign(List<@Nullable String> values) {
        StringBuilder text = new StringBuilder();
        for (String value : values) {
            if (value != null) {
                text.append(value);
            }
        }
        return HEX.formatHex(sha384(text.append(secret).toString()));
    }

    public boolean verifies(@Nullable String signature, List<@Nullable String> values) {
        return signature != null
                && MessageDigest.isEqual(
                        sign(values).getBytes(StandardCharsets.UTF_8),
                        signature.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha384(String text) {
        try {
            return MessageDigest.getInstance("SHA-384")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-384 is required of every JDK", e);
        }
    }
}
