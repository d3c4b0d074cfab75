package io.sluice.contracts;

/** When the first payout starts. */
public enum Start {
    AT_ONCE,
    /** Not before a PayoutOrdered. */
    ORDERED
}
