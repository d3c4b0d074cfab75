package io.sluice.withdrawal.domain;

/** What in the ledger's events moves a withdrawal's state as its partner sees it. */
public enum Milestone {
    /** A payout, the whole or a part, may go out. */
    PAYOUT_AUTHORIZED,
    /** Nothing is outstanding and something was sent. */
    ENDED_PAID,
    /** Nothing is outstanding and nothing was sent: every unpaid end. */
    ENDED_UNPAID,
    /** Money came back after the end. */
    CAME_BACK
}
