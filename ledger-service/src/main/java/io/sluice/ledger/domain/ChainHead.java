package io.sluice.ledger.domain;

import java.time.Instant;

/**
 * Where a partition's chain of seals stands.
 *
 * @param position of the last transfer; 0 before the first
 * @param seal the last seal's number; 0 before the first
 * @param hash the last seal's, in hex
 */
public record ChainHead(int partition, long position, int seal, String hash, Instant sealedAt) {

    /** What the first seal of every chain follows. */
    public static final String GENESIS = "0".repeat(64);

    public static ChainHead first(int partition) {
        return new ChainHead(partition, 0, 0, GENESIS, Instant.EPOCH);
    }
}
