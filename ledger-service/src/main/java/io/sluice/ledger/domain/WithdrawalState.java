package io.sluice.ledger.domain;

/** Where a withdrawal stands. */
public enum WithdrawalState {
    /** Accepted; nothing was ever authorized. */
    OPEN,
    /** A payout was authorized, and orders are taken. */
    PROCESSING,
    /** No more orders are taken; authorized payouts are still out. */
    CLOSING,
    /** Nothing is outstanding and something was sent. */
    SENT,
    /** Nothing is outstanding and something of what was sent came back. */
    RETURNED,
    /** Nothing is outstanding and nothing was sent. */
    REJECTED,
    /** Given up before any payout. */
    CANCELLED,
    /** Never started. */
    REFUSED
}
