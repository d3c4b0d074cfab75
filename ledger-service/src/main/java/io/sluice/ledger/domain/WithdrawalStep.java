package io.sluice.ledger.domain;

/** What can befall a withdrawal. */
public enum WithdrawalStep {
    /** A part, or all that remains, is to be paid. */
    ORDERED,
    /** All that remains is to be paid, and nothing may be ordered after it. */
    ORDERED_LAST,
    /** The whole is to be given up. */
    CANCELLATION_ASKED,
    /** Two operators give the remainder back. */
    RELEASE_ASKED,
    /** Its time is over. */
    EXPIRED,
    /** Something was sent, and more is outstanding. */
    SENT_IN_PART,
    /** A payout ended unpaid, and something is still outstanding. */
    PART_UNPAID,
    /** Nothing is outstanding any more, and something was sent. */
    FINISHED_SENT,
    /** Nothing is outstanding any more, and nothing was sent. */
    FINISHED_UNPAID,
    /** Something that was sent came back to the wallet. */
    CAME_BACK
}
