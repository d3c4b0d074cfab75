package io.sluice.messaging;

import io.sluice.contracts.Envelope;

/** A decoded record, with where it came from. */
public record Inbound(String topic, int partition, long offset, Envelope<?> envelope) {

    public String subject() {
        return envelope.data().subject();
    }
}
