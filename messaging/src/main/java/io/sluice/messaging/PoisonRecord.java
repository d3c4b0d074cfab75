package io.sluice.messaging;

/** This record can never be processed, whenever it is tried. */
public final class PoisonRecord extends RuntimeException {

    private final transient Inbound record;

    /**
     * @param reason what was expected; goes to the dead-letter topic, so no personal data
     */
    public PoisonRecord(Inbound record, String reason) {
        super(reason);
        this.record = record;
    }

    public Inbound record() {
        return record;
    }
}
