package io.sluice.ingest.domain;

import java.util.Map;
import java.util.Set;

/**
 * What is stored about the references of a batch, read under their locks.
 *
 * @param links the attempts known by their references
 * @param seen the events that were kept before
 * @param said what has been passed on about each reference
 */
public record Known(Map<ProviderReference, Link> links, Set<EventName> seen, Set<Statement> said) {

    public Known {
        links = Map.copyOf(links);
        seen = Set.copyOf(seen);
        said = Set.copyOf(said);
    }

    /** One thing said about one reference. */
    public record Statement(ProviderReference reference, String gist) {}
}
