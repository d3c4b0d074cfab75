package io.sluice.ingest.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.PayoutEvent;
import io.sluice.ingest.domain.Link;
import io.sluice.ingest.domain.ProviderReference;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Notes which provider's reference names which attempt, as the gateway says. */
public final class LinkPayouts {

    private final Callbacks callbacks;

    public LinkPayouts(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    /**
     * All or nothing; may be repeated. A contradiction, within the events or to what is known, is a
     * {@link LinkContradicted}.
     */
    public Mono<Void> link(List<? extends Envelope<? extends PayoutEvent>> events) {
        Map<ProviderReference, Link> links = new TreeMap<>();
        for (Envelope<? extends PayoutEvent> event : events) {
            Optional<ProviderReference> reference = referenceOf(event.data());
            if (reference.isEmpty()) {
                continue;
            }
            Link link = linkOf(event);
            Link first = links.putIfAbsent(reference.get(), link);
            if (first != null && !first.agreesWith(link)) {
                return Mono.error(new LinkContradicted(reference.get(), first, link));
            }
        }
        return links.isEmpty() ? Mono.empty() : callbacks.link(links);
    }

    /** The reference that an event names; a doubt often knows none. */
    public static Optional<ProviderReference> referenceOf(PayoutEvent event) {
        return switch (event) {
            case PayoutEvent.PayoutSubmitted submitted ->
                    Optional.of(
                            new ProviderReference(
                                    submitted.provider(), submitted.providerReference()));
            case PayoutEvent.PayoutInDoubt doubt ->
                    Optional.ofNullable(doubt.providerReference())
                            .map(reference -> new ProviderReference(doubt.provider(), reference));
        };
    }

    private static Link linkOf(Envelope<? extends PayoutEvent> event) {
        return switch (event.data()) {
            case PayoutEvent.PayoutSubmitted submitted ->
                    new Link(
                            submitted.withdrawalId(),
                            submitted.payoutId(),
                            submitted.attempt(),
                            event.id(),
                            event.traceparent());
            case PayoutEvent.PayoutInDoubt doubt ->
                    new Link(
                            doubt.withdrawalId(),
                            doubt.payoutId(),
                            doubt.attempt(),
                            event.id(),
                            event.traceparent());
        };
    }
}
