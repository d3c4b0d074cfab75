package io.sluice.ingest.application;

/** Why a signature does not count, in order of precedence. */
public enum Forgery {
    SIGNATURE_MISSING,
    SIGNATURE_REPEATED,
    SIGNATURE_MALFORMED,
    TIMESTAMP_OLD,
    TIMESTAMP_AHEAD,
    SIGNATURE_WRONG,
    /** The signature is good, but the callback is for somebody else. */
    ADDRESSEE_WRONG
}
