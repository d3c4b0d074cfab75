package io.sluice.contracts;

/** Who starts a withdrawal's payouts. */
public enum Processing {
    /** One payout for the whole, at once; a rejected payout releases. */
    AUTOMATIC,
    /** The partner's agent completes, splits or cancels. */
    MANAGED
}
