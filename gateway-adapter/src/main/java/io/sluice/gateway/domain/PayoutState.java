package io.sluice.gateway.domain;

/** Where a payout stands. */
public enum PayoutState {
    /** Stored, or between two gateways: nothing of it is at a provider. */
    AUTHORIZED,
    /** An attempt is recorded and on its way. */
    SENDING,
    /** A provider has it under its own reference. */
    SUBMITTED,
    /** It is not known whether a provider has it: no other attempt until that is known. */
    IN_DOUBT,
    SENT,
    REJECTED,
    RETURNED,
    /** Taken back at the provider, which proves that nothing was paid. */
    CANCELLED;

    /** Nothing more is done for it by itself. */
    public boolean ended() {
        return switch (this) {
            case AUTHORIZED, SENDING, SUBMITTED, IN_DOUBT -> false;
            case SENT, REJECTED, RETURNED, CANCELLED -> true;
        };
    }
}
