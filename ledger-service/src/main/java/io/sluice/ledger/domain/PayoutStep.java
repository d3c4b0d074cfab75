package io.sluice.ledger.domain;

/** What a fact can mean for a payout. A fact is taken apart into such steps, in this order. */
public enum PayoutStep {
    /** Created or approved, or the end of an attempt that does not count. */
    PROGRESSED,
    /** A first word of a new attempt, after the payout had ended. */
    STARTED_ANEW,
    /** A first attempt of the payout paid a part of what is open on it. */
    SENT_IN_PART,
    /** It paid all that is open on it. */
    SENT_IN_FULL,
    /** It paid more than ordered. */
    SENT_TOO_MUCH,
    /** It paid after the payout had ended, more than remains of the withdrawal. */
    SENT_TOO_LATE,
    /** An attempt paid that a later one had followed: only a refusal lets another follow. */
    SENT_BY_REFUSED,
    /** An attempt paid after another one had. */
    SENT_TWICE,
    /** Sent to the wallet comes back. */
    RETURNED,
    /** Sent from suspense comes back. */
    RETURNED_TO_SUSPENSE,
    /** The sender's final word: nothing more will be paid. */
    FINAL_SENT,
    /** A final or first word of sent, with no amount. */
    SENT_NOTHING,
    /** The last attempt's final word: what is not paid will not be. */
    REJECTED,
    /** A final word of an attempt that was not the last. */
    REJECTED_EARLIER,
    /** Rejected, with less sent than is booked. */
    REJECTED_BELOW,
    /** A later total below what is booked. */
    WENT_DOWN,
    /** Nothing that is not known. */
    REPEATED
}
