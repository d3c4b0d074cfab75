package io.sluice.contracts;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The id of a withdrawal: a UUIDv7 that carries its wallet's slot. */
public record WithdrawalId(UUID value) implements SlottedId {

    public WithdrawalId {
        SlottedId.checked(value, "withdrawalId");
    }

    public static WithdrawalId mint(Slot slot, Instant now, RandomGenerator random) {
        return new WithdrawalId(SlottedId.mint(slot, now, random));
    }

    /** Reads the canonical text; throws IllegalArgumentException for anything else. */
    public static WithdrawalId of(String text) {
        return new WithdrawalId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
