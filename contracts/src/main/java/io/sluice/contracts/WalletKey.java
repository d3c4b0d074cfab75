package io.sluice.contracts;

import java.nio.ByteBuffer;
import java.util.Currency;
import java.util.UUID;

/** Whose money: one wallet for each merchant, user and currency. */
public record WalletKey(String merchantId, String externalUserId, Currency currency) {

    public WalletKey {
        if (merchantId.isBlank()) {
            throw new IllegalArgumentException("merchantId: blank (expected: a merchant's id)");
        }
        if (externalUserId.isBlank()) {
            throw new IllegalArgumentException("externalUserId: blank (expected: a user's id)");
        }
    }

    public Slot slot() {
        return Slot.of(this);
    }

    /** The id of the wallet's account: a UUIDv8 whose first 12 bits are the slot. */
    public UUID accountId() {
        ByteBuffer hash =
                ByteBuffer.wrap(Slot.sha256(merchantId + "|" + externalUserId + "|" + currency));
        long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
