package io.sluice.contracts;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The id of a payout: a UUIDv7 that carries its wallet's slot. */
public record PayoutId(UUID value) implements SlottedId {

    public PayoutId {
        SlottedId.checked(value, "payoutId");
    }

    public static PayoutId mint(Slot slot, Instant now, RandomGenerator random) {
        return new PayoutId(SlottedId.mint(slot, now, random));
    }

    /** Reads the canonical text; throws IllegalArgumentException for anything else. */
    public static PayoutId of(String text) {
        return new PayoutId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
