package io.sluice.gateway.adapter.persistence;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Vault;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.messaging.Destination;
import io.sluice.messaging.DestinationSeal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM; what is sealed for one payout and attempt opens for no other. */
final class SealedVault implements Vault {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern COMMA = Pattern.compile(",");

    private final DestinationSeal destinations;

    /** The first seals, all open. */
    private final List<SecretKey> keys;

    private final SecureRandom random = new SecureRandom();

    /**
     * @param destinationKeys base64 of 32 bytes each, comma-separated: the first seals, all open
     */
    SealedVault(String destinationKeys) {
        destinations = new DestinationSeal(destinationKeys);
        keys =
                COMMA.splitAsStream(destinationKeys)
                        .map(key -> Base64.getDecoder().decode(key.strip()))
                        .<SecretKey>map(key -> new SecretKeySpec(key, "AES"))
                        .toList();
    }

    @Override
    public Destination open(PayoutOrder order) {
        return destinations.open(order.withdrawalId(), order.destination());
    }

    @Override
    public String seal(PayoutId payout, int attempt, byte[] request) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed;
        try {
            sealed = run(Cipher.ENCRYPT_MODE, keys.getFirst(), payout, attempt, nonce, request);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return Base64.getEncoder().encodeToString(whole);
    }

    @Override
    public byte[] open(PayoutId payout, int attempt, String sealedRequest) {
        byte[] whole = Base64.getDecoder().decode(sealedRequest);
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(whole, NONCE_BYTES, whole.length);
        for (SecretKey key : keys) {
            try {
                return run(Cipher.DECRYPT_MODE, key, payout, attempt, nonce, sealed);
            } catch (GeneralSecurityException _) {
                // Sealed with another key, or altered: the next key tells.
            }
        }
        throw new IllegalArgumentException(
                "request of payout %s, attempt %d: opens with none of %d keys"
                        .formatted(payout, attempt, keys.size()));
    }

    private static byte[] run(
            int mode, SecretKey key, PayoutId payout, int attempt, byte[] nonce, byte[] input)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((payout + "/" + attempt).getBytes(StandardCharsets.US_ASCII));
        return cipher.doFinal(input);
    }
}
