package io.sluice.ingest.domain;

import java.util.Comparator;

/** A provider's own name for an attempt it accepted: where callback and payout meet. */
public record ProviderReference(String provider, String reference)
        implements Comparable<ProviderReference> {

    private static final Comparator<ProviderReference> ORDER =
            Comparator.comparing(ProviderReference::provider)
                    .thenComparing(ProviderReference::reference);

    @Override
    public int compareTo(ProviderReference other) {
        return ORDER.compare(this, other);
    }
}
