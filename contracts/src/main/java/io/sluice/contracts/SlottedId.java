package io.sluice.contracts;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A UUIDv7 (RFC 9562) whose 12 {@code rand_a} bits are the wallet's slot. */
public sealed interface SlottedId permits WithdrawalId, PayoutId {

    UUID value();

    default Slot slot() {
        return new Slot((int) (value().getMostSignificantBits() & 0xfff));
    }

    /** Mints the id of something that belongs to a wallet with this slot. */
    static UUID mint(Slot slot, Instant now, RandomGenerator random) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | slot.value();
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Refuses what is no UUIDv7 of the RFC's variant. */
    static UUID checked(UUID value, String field) {
        if (value.version() != 7 || value.variant() != 2) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: a UUIDv7)");
        }
        return value;
    }
}
