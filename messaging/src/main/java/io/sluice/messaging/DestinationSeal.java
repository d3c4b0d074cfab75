package io.sluice.messaging;

import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.WithdrawalId;

import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens destinations: AES-256-GCM, a random nonce of 12 bytes before the ciphertext, the
 * withdrawal id's text as associated data. A key's id is derived from the key, so that those who
 * share a key agree on its name.
 */
public final class DestinationSeal {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final JsonMapper json = JsonMapper.shared();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String sealingKeyId;

    /**
     * @param base64Keys one key of 32 bytes in base64, or several with commas between: the first
     *     seals, all open
     * @throws IllegalArgumentException a key is not base64 or not 32 bytes; the text is not shown
     */
    public DestinationSeal(String base64Keys) {
        for (String base64 : base64Keys.strip().split("\\s*,\\s*", -1)) {
            byte[] key = decoded(base64);
            keys.put(keyId(key), new SecretKeySpec(key, "AES"));
        }
        sealingKeyId = keys.keySet().iterator().next();
    }

    public EncryptedDestination seal(WithdrawalId withdrawal, Destination destination) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed =
                run(
                        Cipher.ENCRYPT_MODE,
                        sealingKeyId,
                        nonce,
                        withdrawal,
                        json.writeValueAsBytes(destination(destination)));
        byte[] joined =
                ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        return new EncryptedDestination(
                sealingKeyId, Base64.getEncoder().encodeToString(joined), destination.country());
    }

    /**
     * @throws IllegalArgumentException unknown key, or sealed for another withdrawal, or altered
     */
    public Destination open(WithdrawalId withdrawal, EncryptedDestination sealed) {
        if (!keys.containsKey(sealed.keyId())) {
            throw new IllegalArgumentException(
                    "destination.keyId: "
                            + sealed.keyId()
                            + " (expected: one of "
                            + keys.keySet()
                            + ")");
        }
        byte[] joined = Base64.getDecoder().decode(sealed.ciphertext());
        if (joined.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new IllegalArgumentException(
                    "destination.ciphertext: "
                            + joined.length
                            + " bytes (expected: nonce and tag)");
        }
        ByteBuffer parts = ByteBuffer.wrap(joined);
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] ciphertext = new byte[parts.remaining()];
        parts.get(ciphertext);
        return json.readValue(
                run(Cipher.DECRYPT_MODE, sealed.keyId(), nonce, withdrawal, ciphertext),
                Destination.class);
    }

    private byte[] run(
            int mode, String keyId, byte[] nonce, WithdrawalId withdrawal, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(withdrawal.toString().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "destination: does not open for withdrawal " + withdrawal, e);
        }
    }

    private static Map<String, String> destination(Destination destination) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("iban", destination.iban());
        members.put("holderName", destination.holderName());
        if (destination.userLabel() != null) {
            members.put("userLabel", destination.userLabel());
        }
        return members;
    }

    private static byte[] decoded(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "destination key: not base64 (expected: 32 bytes in base64)", e);
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "destination key: " + key.length + " bytes (expected: 32)");
        }
        return key;
    }

    private static String keyId(byte[] key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
