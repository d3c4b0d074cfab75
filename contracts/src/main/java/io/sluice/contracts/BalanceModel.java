package io.sluice.contracts;

/** When a withdrawal moves the wallet's balance. */
public enum BalanceModel {
    /** Reserved on request, finalized when sent, released when rejected. */
    PRE_RESERVE,
    /** Debited only when sent; two at the same time may overdraw. */
    FINAL_DEBIT
}
