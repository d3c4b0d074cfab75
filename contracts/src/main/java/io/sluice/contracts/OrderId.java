package io.sluice.contracts;

import org.jspecify.annotations.Nullable;

/**
 * Our own reference of one attempt at a provider that echoes it (Praxis' {@code order_id}): names
 * payout and attempt, so that a callback needs no look-up to be told apart.
 *
 * @param attempt from 1
 */
public record OrderId(PayoutId payoutId, int attempt) {

    private static final int ID_LENGTH = 36;

    public OrderId {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt: " + attempt + " (expected: >= 1)");
        }
    }

    /** Reads {@code <payout id>-<attempt>}; throws IllegalArgumentException for anything else. */
    public static OrderId of(String text) {
        if (text.length() > ID_LENGTH + 1 && text.charAt(ID_LENGTH) == '-') {
            try {
                OrderId read =
                        new OrderId(
                                PayoutId.of(text.substring(0, ID_LENGTH)),
                                Integer.parseInt(text.substring(ID_LENGTH + 1)));
                if (read.toString().equals(text)) {
                    return read;
                }
            } catch (IllegalArgumentException e) {
                throw unreadable(text, e);
            }
        }
        throw unreadable(text, null);
    }

    private static IllegalArgumentException unreadable(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "orderId: " + text.length() + " characters (expected: <payout id>-<attempt>)",
                cause);
    }

    @Override
    public String toString() {
        return payoutId + "-" + attempt;
    }
}
