package io.sluice.ledger.domain;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent.LedgerSealed;

import java.time.Instant;
import java.util.List;

/**
 * One committed batch of one partition, sealed into the chain: whoever changes a transfer, or takes
 * one out, breaks every hash from there on, and the hashes have also left the database as
 * LedgerSealed.
 */
public record Seal(
        int partition,
        int number,
        long firstPosition,
        long lastPosition,
        String hash,
        Instant sealedAt) {

    static Seal over(ChainHead head, List<PostedTransfer> transfers, Instant sealedAt) {
        return new Seal(
                head.partition(),
                head.seal() + 1,
                head.position() + 1,
                head.position() + transfers.size(),
                ChainHash.over(head.hash(), transfers),
                sealedAt);
    }

    /** Each transfer is two entries. */
    int entries() {
        return Math.toIntExact(2 * (lastPosition - firstPosition + 1));
    }

    Envelope<LedgerSealed> event() {
        return new Envelope<>(
                EventId.derived("ledger-seal", partition + "|" + number),
                Bookkeeping.SOURCE,
                sealedAt,
                null,
                null,
                new LedgerSealed(partition, number, hash, entries(), sealedAt));
    }
}
