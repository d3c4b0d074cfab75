package io.sluice.ledger.domain;

/** What an account stands for. */
public enum AccountKind {
    /** What a user may spend. */
    WALLET,
    /** What is set aside for a user's withdrawals (pre-reserve). */
    RESERVED,
    /** What a provider paid out for us and has not been refilled with. */
    CLEARING,
    /** What providers and platforms charged. */
    FEES,
    /** What was paid and belongs to no order, until operators find out. */
    SUSPENSE,
    /** Where credits come from and debits go. */
    FUNDING
}
