package io.sluice.ledger.domain;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What one record of a withdrawal led to, kept so that the record's redelivery leads to the same.
 *
 * @param seal the batch that booked it, where something moved
 */
public record Answered(
        WithdrawalId withdrawalId,
        EventId cause,
        List<Envelope<? extends LedgerEvent>> outcomes,
        @Nullable Seal seal) {

    public Answered {
        outcomes = List.copyOf(outcomes);
    }

    Answered sealed(Seal by) {
        return new Answered(withdrawalId, cause, outcomes, by);
    }
}
