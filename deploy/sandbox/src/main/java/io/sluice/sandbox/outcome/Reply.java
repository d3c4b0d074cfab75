package io.sluice.sandbox.outcome;

/** How the first request of a key or order id is answered; a repeat is always answered properly. */
public enum Reply {
    NORMAL(true),
    /** Callbacks first, then the answer. */
    AFTER_CALLBACKS(true),
    SLOW(true),
    SILENT(true),
    SERVER_ERROR(true),
    RESET(true),
    MALFORMED(true),
    WRONG_SIGNATURE(true),
    SILENT_AND_NOT_STORED(false),
    SERVER_ERROR_AND_NOT_STORED(false),
    TOO_MANY_REQUESTS(false),
    MAINTENANCE(false),
    REFUSED_BY_GATEWAY(false),
    REFUSED_DESTINATION(false);

    private final boolean stores;

    Reply(boolean stores) {
        this.stores = stores;
    }

    /** Whether the payout exists after this answer, so that a repeat must not pay again. */
    public boolean stores() {
        return stores;
    }
}
