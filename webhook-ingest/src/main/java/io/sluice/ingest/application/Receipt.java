package io.sluice.ingest.application;

/** What became of a genuine callback; all of them mean that it is durable. */
public enum Receipt {
    PUBLISHED,
    PARKED,
    REPEATED,
    UNRECOGNISED,
    /** The same event was kept before. */
    DUPLICATE
}
