package io.sluice.ledger.domain;

import io.sluice.contracts.PayoutStatusReported;

import java.time.Instant;

/** A fact that contradicts what is booked, for operators to look at. */
public record Quarantined(
        QuarantineId id, QuarantineReason reason, PayoutStatusReported fact, Instant receivedAt) {}
