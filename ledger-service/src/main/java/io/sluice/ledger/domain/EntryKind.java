package io.sluice.ledger.domain;

/** Why money moved. */
public enum EntryKind {
    RESERVE,
    SETTLE,
    RELEASE,
    RETURN,
    FEE,
    CREDIT,
    DEBIT,
    SUSPENSE
}
