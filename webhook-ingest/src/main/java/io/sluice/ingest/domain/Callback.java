package io.sluice.ingest.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A callback whose signature was found good.
 *
 * @param account the provider's site or our merchant there: whose secret signed it
 */
public record Callback(
        CallbackId id, String provider, String account, Reading reading, Instant receivedAt) {

    public Callback {
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
    }

    public EventName name() {
        return new EventName(provider, account, reading.eventKey());
    }

    public Optional<ProviderReference> reference() {
        return reading.providerReference()
                .map(reference -> new ProviderReference(provider, reference));
    }
}
