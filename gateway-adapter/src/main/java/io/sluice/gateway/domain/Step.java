package io.sluice.gateway.domain;

/** What whoever claims a payout next does with it. */
public enum Step {
    /** The attempt's first send; found claimed and overdue, it is a takeover. */
    SEND,
    /** In doubt: the same key again. */
    SEND_AGAIN,
    LOOK_UP,
    /** In doubt: take it back, which proves that nothing was paid. */
    CANCEL
}
