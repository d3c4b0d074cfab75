package io.sluice.withdrawal.application;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Praxis' signature: SHA-384, in lower-case hex, over the values in the method's order with nothing
 * between them and the merchant's secret at the end; null adds nothing. No HMAC.
 */
public final class AgentSignature {

    public static final String HEADER = "Gt-Authentication";

    private AgentSignature() {}

    public static String of(List<String> values, String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-384");
            values.forEach(value -> digest.update(value.getBytes(StandardCharsets.UTF_8)));
            digest.update(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-384", e);
        }
    }

    /** The secret that verifies it, of those that are valid. */
    public static Optional<String> verifiedBy(
            String signature, List<String> values, List<String> secrets) {
        byte[] given = signature.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .filter(
                        secret ->
                                MessageDigest.isEqual(
                                        of(values, secret).getBytes(StandardCharsets.UTF_8), given))
                .findFirst();
    }

    /** A value as it is signed: its text; nothing for null and for what is not there. */
    public static String text(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isContainer() ? "" : value.asString();
    }
}
