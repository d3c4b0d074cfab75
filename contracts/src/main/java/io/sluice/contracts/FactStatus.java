package io.sluice.contracts;

/** What a provider says of an attempt, in our words. */
public enum FactStatus {
    CREATED,
    APPROVED,
    SENT,
    REJECTED,
    RETURNED
}
