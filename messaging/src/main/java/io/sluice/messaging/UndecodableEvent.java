package io.sluice.messaging;

/** The record is no event that this version knows; it will not become one by waiting. */
public final class UndecodableEvent extends RuntimeException {

    public UndecodableEvent(String reason) {
        super(reason);
    }
}
