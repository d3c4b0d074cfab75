package io.sluice.ledger.domain;

import io.sluice.contracts.EventId;

import java.util.UUID;

/** The id of a transfer, derived from what the transfer is: the same one can be booked only once. */
public record TransferId(UUID value) {

    static TransferId of(EntryKind kind, Object... what) {
        StringBuilder key = new StringBuilder(kind.name());
        for (Object part : what) {
            String text = part.toString();
            key.append('|').append(text.length()).append(':').append(text);
        }
        return new TransferId(EventId.derived("transfer", key.toString()).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
