package io.sluice.ingest.domain;

/** What has become of a kept callback. */
public enum CallbackState {
    /** Waits for the payout that its reference belongs to. */
    PARKED,
    /** Passed on, as a fact or as a claim. */
    PUBLISHED,
    /** Says what an earlier one of the same attempt has already said: nothing was passed on. */
    REPEATED,
    /** Of a kind we do not know: an operator looks. */
    UNRECOGNISED
}
