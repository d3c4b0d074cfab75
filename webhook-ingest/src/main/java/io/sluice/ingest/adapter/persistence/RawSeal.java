package io.sluice.ingest.adapter.persistence;

import io.sluice.ingest.domain.CallbackId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM over what was received, bound to its callback's id: the bytes of one do not open as
 * another's. The newest key seals; all open.
 */
final class RawSeal {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_ID_BYTES = 4;

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String sealingKeyId;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param current base64 of 32 bytes
     * @param earlier keys that sealed what is still kept
     */
    RawSeal(String current, List<String> earlier) {
        this.sealingKeyId = add(current, "callback-key");
        earlier.forEach(key -> add(key, "earlier-callback-keys"));
    }

    /** The name of the key that seals now. */
    String keyId() {
        return sealingKeyId;
    }

    byte[] seal(CallbackId id, byte[] clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = apply(Cipher.ENCRYPT_MODE, sealingKeyId, id, nonce, clear);
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    }

    byte[] open(CallbackId id, String keyId, byte[] sealed) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return apply(Cipher.DECRYPT_MODE, keyId, id, nonce, rest);
    }

    private byte[] apply(int mode, String keyId, CallbackId id, byte[] nonce, byte[] input) {
        SecretKeySpec key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException(
                    "callback-key: " + keyId + " is not configured (expected: all that sealed)");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(id.toString().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("callback " + id + ": cannot be sealed or opened", e);
        }
    }

    private String add(String base64, String setting) {
        byte[] key = decode(base64, setting);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            String id = HexFormat.of().formatHex(hash, 0, KEY_ID_BYTES);
            keys.put(id, new SecretKeySpec(key, "AES"));
            return id;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] decode(String base64, String setting) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw refused(setting, e);
        }
        throw refused(setting, null);
    }

    private static IllegalArgumentException refused(String setting, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "sluice.ingest." + setting + ": (expected: base64 of 32 bytes)", cause);
    }
}
