package io.sluice.ledger.domain;

/** A record can never be booked: it goes to the dead letters, and nothing of its batch is booked with it. */
public final class RecordRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int index;

    RecordRefused(int index, String reason, Throwable cause) {
        super(reason, cause);
        this.index = index;
    }

    /** The record's place in its batch, from 0. */
    public int index() {
        return index;
    }
}
