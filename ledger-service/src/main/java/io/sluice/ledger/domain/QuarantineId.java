package io.sluice.ledger.domain;

import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutStatusReported;

import java.util.UUID;

/** The id of a quarantined fact, derived from what it says: repeats fall on one row. */
public record QuarantineId(UUID value) {

    static QuarantineId of(PayoutStatusReported fact) {
        String said =
                String.join(
                        "|",
                        fact.withdrawalId().toString(),
                        fact.payoutId().toString(),
                        Integer.toString(fact.attempt()),
                        fact.status().name(),
                        Long.toString(fact.sentTotal()),
                        Long.toString(fact.returnedTotal()),
                        fact.currency().getCurrencyCode(),
                        fact.provider());
        return new QuarantineId(EventId.derived("quarantine", said).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
