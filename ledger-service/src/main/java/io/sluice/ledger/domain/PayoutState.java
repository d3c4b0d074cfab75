package io.sluice.ledger.domain;

/** Where a payout stands. */
public enum PayoutState {
    /** Out at the gateway; nothing is known to be sent. */
    AUTHORIZED,
    /** Part of it is sent; more may follow. */
    PAYING,
    /** Ended; something was sent. */
    SENT,
    /** Ended; something of what was sent came back. */
    RETURNED,
    /** Ended unpaid. */
    REJECTED;

    /** More may still be paid on it as ordered. */
    public boolean isLive() {
        return switch (this) {
            case AUTHORIZED, PAYING -> true;
            case SENT, RETURNED, REJECTED -> false;
        };
    }
}
