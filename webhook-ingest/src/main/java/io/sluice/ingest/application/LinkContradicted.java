package io.sluice.ingest.application;

import io.sluice.ingest.domain.Link;
import io.sluice.ingest.domain.ProviderReference;

/** A provider's reference is said to name two different attempts; the first one stays. */
public final class LinkContradicted extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ProviderReference reference;

    public LinkContradicted(ProviderReference reference, Link first, Link second) {
        super(
                "providerReference: names payout "
                        + second.payoutId()
                        + " attempt "
                        + second.attempt()
                        + " (expected: payout "
                        + first.payoutId()
                        + " attempt "
                        + first.attempt()
                        + ", as before)");
        this.reference = reference;
    }

    public ProviderReference reference() {
        return reference;
    }
}
