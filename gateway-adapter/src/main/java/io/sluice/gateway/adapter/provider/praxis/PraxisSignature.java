package io.sluice.gateway.adapter.provider.praxis;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * {@code Gt-Authentication}: lowercase hex SHA-384 (no HMAC) over the values in their documented
 * order and the secret, without separators. A null adds nothing; a number is signed by its text.
 */
final class PraxisSignature {

    static final String HEADER = "Gt-Authentication";

    private final String secret;

    PraxisSignature(String secret) {
        this.secret = secret;
    }

    String sign(List<@Nullable String> values) {
        StringBuilder text = new StringBuilder();
        values.stream().filter(Objects::nonNull).forEach(text::append);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-384")
                            .digest(
                                    text.append(secret)
                                            .toString()
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-384", e);
        }
    }

    /** In constant time. */
    boolean verifies(@Nullable String given, List<@Nullable String> values) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        sign(values).getBytes(StandardCharsets.UTF_8));
    }
}
