package io.sluice.sandbox.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;

/**
 * Tells a cascade's next gateway that the one before it refused.
 *
 * <p>Both providers see another key, so a payout is recognised by a hash of amount, currency and
 * destination; the refusal that one provider leaves is used up by the other.
 */
public final class Cascades {

    private static final int KEPT = 10_000;

    private final LinkedHashMap<String, String> refusals = new LinkedHashMap<>();

    /** True when this provider is the first to be asked and therefore refuses. */
    public synchronized boolean refuses(
            String provider, long amount, String currency, String destination) {
        String payout = hash(amount + "|" + currency + "|" + destination);
        String refusedBy = refusals.remove(payout);
        if (refusedBy != null && !refusedBy.equals(provider)) {
            return false;
        }
        refusals.put(payout, provider);
        if (refusals.size() > KEPT) {
            refusals.pollFirstEntry();
        }
        return true;
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every JDK", e);
        }
    }
}
