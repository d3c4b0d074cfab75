package io.sluice.ledger.domain;

import java.time.Instant;
import java.util.List;

/** Two operators closed a quarantined fact. */
public record Resolution(
        QuarantineId id, List<String> approvedBy, String text, Instant resolvedAt) {

    public Resolution {
        approvedBy = List.copyOf(approvedBy);
    }
}
