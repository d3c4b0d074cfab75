package io.sluice.contracts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A wallet's place among 4096: every id of the wallet carries it, and every topic and table that is
 * split by wallet is split by it.
 */
public record Slot(int value) {

    public static final int COUNT = 4096;

    public Slot {
        if (value < 0 || value >= COUNT) {
            throw new IllegalArgumentException("slot: " + value + " (expected: 0 to 4095)");
        }
    }

    /** The first 12 bits of SHA-256 over {@code merchant|user|currency} in UTF-8. */
    public static Slot of(WalletKey wallet) {
        byte[] hash =
                sha256(
                        wallet.merchantId()
                                + "|"
                                + wallet.externalUserId()
                                + "|"
                                + wallet.currency());
        return new Slot(((hash[0] & 0xff) << 4) | ((hash[1] & 0xff) >>> 4));
    }

    /** The partition, of {@code partitions}, in which every event of the wallet lands. */
    public int partition(int partitions) {
        if (partitions < 1 || partitions > COUNT) {
            throw new IllegalArgumentException(
                    "partitions: " + partitions + " (expected: 1 to 4096)");
        }
        return value * partitions / COUNT;
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
