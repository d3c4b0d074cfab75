package io.sluice.sandbox.pientegra;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** What a callback tells; amounts in minor units. */
record Event(
        UUID id,
        String type,
        String status,
        long amount,
        long returned,
        long fee,
        @Nullable String reason,
        Instant occurredAt) {

    /** The same event of the same payout has the same id, also when it is told again after a restart. */
    static UUID idOf(UUID payout, int index) {
        return UUID.nameUUIDFromBytes((payout + "/" + index).getBytes(StandardCharsets.UTF_8));
    }
}
