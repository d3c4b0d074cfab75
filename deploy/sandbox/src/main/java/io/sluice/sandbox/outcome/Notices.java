package io.sluice.sandbox.outcome;

/** How a payout's callbacks go out. */
public enum Notices {
    IN_ORDER,
    THRICE,
    /** Those of the submission, the last first. */
    REVERSED,
    NEVER,
    /** Signed with the secret from before the last rotation. */
    OLD_SECRET
}
