package io.sluice.ingest.adapter.provider.pientegra;

import io.sluice.ingest.adapter.provider.Secrets;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.Forgery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code Pientegra-Signature: t=<unix milliseconds>,v1=<lower-case hex>}, where v1 is HMAC-SHA256
 * over {@code t + "." + raw body} under the secret as given, prefix included. Source: the provider's
 * page on webhook security.
 */
final class PientegraSignature {

    static final String HEADER = "Pientegra-Signature";
    private static final String ALGORITHM = "HmacSHA256";

    private final Secrets secrets;
    private final Duration tolerance;

    PientegraSignature(Secrets secrets, Duration tolerance) {
        this.secrets = secrets;
        this.tolerance = tolerance;
    }

    /** Why the delivery is not signed by the provider now; empty when it is. */
    Optional<Forgery> fault(Delivery delivery, Instant now) {
        List<String> values = delivery.header(HEADER);
        if (values.isEmpty()) {
            return Optional.of(Forgery.SIGNATURE_MISSING);
        }
        if (values.size() > 1) {
            return Optional.of(Forgery.SIGNATURE_REPEATED);
        }
        Optional<SignatureHeader> header = SignatureHeader.parse(values.getFirst());
        if (header.isEmpty()) {
            return Optional.of(Forgery.SIGNATURE_MALFORMED);
        }
        long age = now.toEpochMilli() - header.get().millis();
        if (age > tolerance.toMillis()) {
            return Optional.of(Forgery.TIMESTAMP_OLD);
        }
        if (-age > tolerance.toMillis()) {
            return Optional.of(Forgery.TIMESTAMP_AHEAD);
        }
        return matches(header.get(), delivery.body(), now)
                ? Optional.empty()
                : Optional.of(Forgery.SIGNATURE_WRONG);
    }

    /** Takes the same time whichever secret and whichever signature match. */
    private boolean matches(SignatureHeader header, byte[] body, Instant now) {
        boolean match = false;
        for (String secret : secrets.valid(now)) {
            byte[] expected = hmac(secret, header.timestamp(), body);
            for (byte[] candidate : header.signatures()) {
                match |= MessageDigest.isEqual(expected, candidate);
            }
        }
        return match;
    }

    private static byte[] hmac(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) '.');
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
