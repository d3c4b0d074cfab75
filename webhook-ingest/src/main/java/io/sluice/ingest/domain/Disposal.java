package io.sluice.ingest.domain;

import io.sluice.contracts.Envelope;

import org.jspecify.annotations.Nullable;

/** What is to be kept of a callback, and the event it becomes, if it becomes one. */
public record Disposal(Callback callback, CallbackState state, @Nullable Envelope<?> event) {

    public Disposal {
        if ((state == CallbackState.PUBLISHED) != (event != null)) {
            throw new IllegalArgumentException(
                    "event: (expected: present when the state is PUBLISHED, else absent)");
        }
    }
}
