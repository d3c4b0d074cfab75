package io.sluice.ingest.adapter.http;

/** Why a request is turned away before or instead of being kept; in order of precedence. */
enum Refusal {
    ACCOUNT_UNKNOWN(404),
    SOURCE_REFUSED(403),
    RATE_EXCEEDED(429),
    BODY_TOO_LARGE(413),
    BODY_TOO_SLOW(408),
    BODY_BROKEN_OFF(400),
    UNREADABLE(400),
    UNAUTHORIZED(401);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
