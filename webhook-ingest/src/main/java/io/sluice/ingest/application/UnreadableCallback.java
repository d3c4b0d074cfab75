package io.sluice.ingest.application;

import java.util.Objects;

/** A callback is not of the shape its provider promises; the message names the field. */
public final class UnreadableCallback extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnreadableCallback(String problem) {
        super(problem, null, false, false);
    }

    public UnreadableCallback(String field, String shape, String expected) {
        this(field + ": " + shape + " (expected: " + expected + ")");
    }

    public String problem() {
        return Objects.requireNonNull(getMessage());
    }
}
