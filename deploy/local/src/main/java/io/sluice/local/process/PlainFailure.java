package io.sluice.local.process;

/** What is wrong and what to do about it, in words for the person at the terminal. */
public final class PlainFailure extends RuntimeException {

    public PlainFailure(String message) {
        super(message);
    }

    public PlainFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
