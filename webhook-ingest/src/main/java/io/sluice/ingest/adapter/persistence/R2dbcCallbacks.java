package io.sluice.ingest.adapter.persistence;

import io.sluice.contracts.Envelope;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.LinkContradicted;
import io.sluice.ingest.application.Receipt;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.CallbackState;
import io.sluice.ingest.domain.Disposal;
import io.sluice.ingest.domain.EventName;
import io.sluice.ingest.domain.Known;
import io.sluice.ingest.domain.Link;
import io.sluice.ingest.domain.Meeting;
import io.sluice.ingest.domain.ProviderReference;
import io.sluice.ingest.domain.Reading;
import io.sluice.messaging.outbox.Outbox;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.reactive.TransactionalOperator;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Callbacks in PostgreSQL. Every change locks the rows of its references first; what it then reads
 * is complete, since whoever else writes about these references waits for the same locks.
 */
final class R2dbcCallbacks implements Callbacks {

    private final ReferenceRows references;
    private final CallbackRows callbacks;
    private final CallbackViews views;
    private final Outbox outbox;
    private final TransactionalOperator transaction;

    R2dbcCallbacks(
            ReferenceRows references,
            CallbackRows callbacks,
            CallbackViews views,
            Outbox outbox,
            TransactionalOperator transaction) {
        this.references = references;
        this.callbacks = callbacks;
        this.views = views;
        this.outbox = outbox;
        this.transaction = transaction;
    }

    @Override
    public Mono<List<Receipt>> keep(List<Arrival> arrivals) {
        List<Callback> batch = arrivals.stream().map(Arrival::callback).toList();
        Map<CallbackId, Delivery> raw =
                arrivals.stream()
                        .collect(Collectors.toMap(a -> a.callback().id(), Arrival::delivery));
        SortedSet<ProviderReference> wanted = reported(batch);
        Mono<List<Disposal>> kept =
                known(wanted).flatMap(known -> insert(Meeting.ofArrivals(batch, known), raw));
        // With no reference to lock it is one statement.
        return (wanted.isEmpty() ? kept : kept.as(transaction::transactional))
                .doOnNext(inserted -> outbox.wake(events(inserted)))
                .map(inserted -> receipts(batch, inserted));
    }

    @Override
    public Mono<Void> link(Map<ProviderReference, Link> links) {
        TreeMap<ProviderReference, Link> sorted = new TreeMap<>(links);
        return references
                .link(sorted)
                .doOnNext(held -> refuseContradictions(sorted, held.links()))
                .flatMap(
                        held ->
                                callbacks
                                        .of(held.earlier())
                                        .flatMap(kept -> release(kept, held.links())))
                .as(transaction::transactional)
                .doOnNext(released -> outbox.wake(events(released)))
                .then();
    }

    @Override
    public Mono<Summary> replay(CallbackId id, Reading reading) {
        return views.callback(id, reading)
                .flatMap(
                        callback ->
                                locked(reported(List.of(callback)))
                                        .map(links -> Meeting.ofKept(List.of(callback), links)))
                .flatMap(this::decide)
                .as(transaction::transactional)
                .doOnNext(disposals -> outbox.wake(events(disposals)))
                .flatMap(disposals -> views.find(id).map(Kept::summary));
    }

    @Override
    public Mono<List<Summary>> list(
            @Nullable CallbackState state, @Nullable CallbackId before, int limit) {
        return views.list(state, before, limit);
    }

    @Override
    public Mono<Kept> find(CallbackId id) {
        return views.find(id);
    }

    @Override
    public Mono<Long> discardRaw(Instant before, int limit) {
        return views.discardRaw(before, limit);
    }

    @Override
    public Mono<Long> forget(Instant before, int limit) {
        return views.forget(before, limit);
    }

    @Override
    public Mono<Waiting> waiting() {
        return views.waiting();
    }

    /** What is stored about the references, under their locks. */
    private Mono<Known> known(SortedSet<ProviderReference> wanted) {
        return held(wanted)
                .flatMap(
                        held ->
                                callbacks
                                        .of(held.earlier())
                                        .map(
                                                kept ->
                                                        new Known(
                                                                held.links(),
                                                                seen(kept),
                                                                said(kept))));
    }

    /** As {@link #known}, but as if nothing had been said: an operator wants it said again. */
    private Mono<Known> locked(SortedSet<ProviderReference> wanted) {
        return held(wanted).map(held -> new Known(held.links(), Set.of(), Set.of()));
    }

    private Mono<ReferenceRows.Held> held(SortedSet<ProviderReference> wanted) {
        return wanted.isEmpty()
                ? Mono.just(new ReferenceRows.Held(Map.of(), wanted))
                : references.lock(wanted);
    }

    private Mono<List<Disposal>> insert(List<Disposal> disposals, Map<CallbackId, Delivery> raw) {
        if (disposals.isEmpty()) {
            return Mono.just(List.of());
        }
        List<UUID> told =
                disposals.stream()
                        .filter(disposal -> disposal.event() != null)
                        .map(disposal -> idOf(disposal).value())
                        .toList();
        return callbacks
                .insert(disposals, raw, outbox.partsOfReturned(events(disposals), told))
                .map(fresh -> disposals.stream().filter(d -> fresh.contains(idOf(d))).toList());
    }

    private Mono<List<Disposal>> release(List<KeptRow> kept, Map<ProviderReference, Link> links) {
        List<Callback> parked =
                kept.stream().map(KeptRow::parked).flatMap(Optional::stream).toList();
        if (parked.isEmpty()) {
            return Mono.just(List.of());
        }
        return decide(Meeting.ofKept(parked, new Known(links, Set.of(), said(kept))));
    }

    private Mono<List<Disposal>> decide(List<Disposal> disposals) {
        return callbacks.decide(disposals, outbox.parts(events(disposals))).thenReturn(disposals);
    }

    private static void refuseContradictions(
            Map<ProviderReference, Link> wanted, Map<ProviderReference, Link> now) {
        wanted.forEach(
                (reference, link) -> {
                    Link stored = Objects.requireNonNull(now.get(reference));
                    if (!stored.agreesWith(link)) {
                        throw new LinkContradicted(reference, stored, link);
                    }
                });
    }

    private static List<Receipt> receipts(List<Callback> batch, List<Disposal> inserted) {
        Map<CallbackId, Receipt> fresh = new HashMap<>();
        inserted.forEach(disposal -> fresh.put(idOf(disposal), receipt(disposal.state())));
        List<Receipt> receipts = new ArrayList<>(batch.size());
        for (Callback callback : batch) {
            receipts.add(fresh.getOrDefault(callback.id(), Receipt.DUPLICATE));
        }
        return receipts;
    }

    private static Receipt receipt(CallbackState state) {
        return switch (state) {
            case PARKED -> Receipt.PARKED;
            case PUBLISHED -> Receipt.PUBLISHED;
            case REPEATED -> Receipt.REPEATED;
            case UNRECOGNISED -> Receipt.UNRECOGNISED;
        };
    }

    /** The references that callbacks report about: those are to be locked. */
    private static SortedSet<ProviderReference> reported(List<Callback> batch) {
        SortedSet<ProviderReference> wanted = new TreeSet<>();
        for (Callback callback : batch) {
            if (callback.reading() instanceof Reading.Reported reported) {
                wanted.add(new ProviderReference(callback.provider(), reported.reference()));
            }
        }
        return wanted;
    }

    private static Set<EventName> seen(List<KeptRow> kept) {
        return kept.stream().map(KeptRow::name).collect(Collectors.toSet());
    }

    private static Set<Known.Statement> said(List<KeptRow> kept) {
        return kept.stream()
                .map(KeptRow::statement)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static List<Envelope<?>> events(List<Disposal> disposals) {
        List<Envelope<?>> events = new ArrayList<>();
        for (Disposal disposal : disposals) {
            if (disposal.event() != null) {
                events.add(disposal.event());
            }
        }
        return events;
    }

    private static CallbackId idOf(Disposal disposal) {
        return disposal.callback().id();
    }
}
