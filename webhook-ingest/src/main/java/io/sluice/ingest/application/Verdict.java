package io.sluice.ingest.application;

import io.sluice.ingest.domain.Reading;

/** What a provider's room makes of a delivery. */
public sealed interface Verdict {

    /** Signed by the provider, and read; with the answers that it expects. */
    record Genuine(Reading reading, CallbackProvider.Answers answers) implements Verdict {}

    /** Not signed by the provider, or not now. Nothing in it may be believed or kept. */
    record Forged(Forgery reason) implements Verdict {}

    /**
     * Not of the shape the provider promises.
     *
     * @param problem names the field, the value's shape and what was expected; no content
     */
    record Unreadable(String problem) implements Verdict {}
}
