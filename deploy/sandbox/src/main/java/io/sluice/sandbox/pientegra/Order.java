package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.outcome.Outcome;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/**
 * An accepted request, as far as the sandbox needs it later: neither IBAN nor holder is kept.
 *
 * @param number its place in the order of acceptance
 * @param bodyHash tells a repeat from another request under the same key
 * @param amount minor units
 */
record Order(
        long number,
        UUID id,
        UUID key,
        String bodyHash,
        String externalUserId,
        long amount,
        String currency,
        Outcome outcome,
        Instant createdAt) {

    private static final long NUMBER_BITS = 0xff_ffff_ffffL;

    /** A random UUID (version 4) whose last 40 bits are the number. */
    static UUID idOf(long number) {
        UUID random = UUID.randomUUID();
        long low = (random.getLeastSignificantBits() & ~NUMBER_BITS) | number;
        return new UUID(random.getMostSignificantBits(), low);
    }

    /** The number that an id would have, were it one of ours. */
    static long numberOf(UUID id) {
        return id.getLeastSignificantBits() & NUMBER_BITS;
    }

    String referenceNo() {
        return String.format(
                Locale.ROOT, "W-%d-%07d", createdAt.atOffset(ZoneOffset.UTC).getYear(), number);
    }
}
