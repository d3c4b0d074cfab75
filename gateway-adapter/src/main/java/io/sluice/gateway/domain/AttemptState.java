package io.sluice.gateway.domain;

/** Where one attempt at one provider stands. */
public enum AttemptState {
    SENDING,
    /** Turned away unprocessed ("later"): the same attempt is sent again. */
    DEFERRED,
    /** Refused at once and for good: another gateway may be tried. */
    REFUSED,
    IN_DOUBT,
    ACCEPTED,
    SENT,
    REJECTED,
    RETURNED,
    CANCELLED
}
