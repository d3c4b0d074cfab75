package io.sluice.verification.simulation.service;

import io.sluice.contracts.Envelope;
import io.sluice.ingest.application.Callbacks;
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
import io.sluice.verification.simulation.database.Database;
import io.sluice.verification.simulation.database.OutboxRows;
import io.sluice.verification.simulation.world.Host;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Ingest's callbacks and references, as the contract of {@link Callbacks} says that they are kept.
 */
public final class CallbackTable {

    private final Database database;
    private final OutboxRows outbox;
    private final Map<EventName, Disposal> kept = new LinkedHashMap<>();
    private final Map<ProviderReference, Link> links = new HashMap<>();

    public CallbackTable(Database database, OutboxRows outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** Those in this state, in order of arrival. */
    public List<Callback> in(CallbackState state) {
        return kept.values().stream()
                .filter(disposal -> disposal.state() == state)
                .map(Disposal::callback)
                .toList();
    }

    /** As one instance reaches them. */
    public Callbacks seenFrom(Host host) {
        return new Seen(host);
    }

    private Known known() {
        Set<Known.Statement> said = new HashSet<>();
        for (Disposal disposal : kept.values()) {
            if (disposal.state() == CallbackState.PUBLISHED
                    && disposal.callback().reading() instanceof Reading.Reported reported) {
                said.add(
                        new Known.Statement(
                                disposal.callback().reference().orElseThrow(),
                                reported.report().gist()));
            }
        }
        return new Known(links, kept.keySet(), said);
    }

    private void write(List<Disposal> disposals) {
        List<Envelope<?>> events = new ArrayList<>();
        for (Disposal disposal : disposals) {
            kept.put(disposal.callback().name(), disposal);
            if (disposal.event() != null) {
                events.add(disposal.event());
            }
        }
        outbox.append(events);
    }

    private void add(Map<ProviderReference, Link> said) {
        new TreeMap<>(said)
                .forEach(
                        (reference, link) -> {
                            Link stored = links.getOrDefault(reference, link);
                            if (!stored.agreesWith(link)) {
                                throw new LinkContradicted(reference, stored, link);
                            }
                        });
        said.forEach(links::putIfAbsent);
        List<Callback> parked =
                in(CallbackState.PARKED).stream()
                        .filter(callback -> said.containsKey(callback.reference().orElseThrow()))
                        .toList();
        write(Meeting.ofKept(parked, known()));
    }

    private final class Seen implements Callbacks {

        private final Host host;

        Seen(Host host) {
            this.host = host;
        }

        @Override
        public Mono<List<Receipt>> keep(List<Arrival> arrivals) {
            return database.transaction(
                    host,
                    "keeping callbacks",
                    () -> {
                        List<Callback> batch = arrivals.stream().map(Arrival::callback).toList();
                        List<Disposal> fresh = Meeting.ofArrivals(batch, known());
                        write(fresh);
                        return batch.stream().map(callback -> receipt(callback, fresh)).toList();
                    });
        }

        private static Receipt receipt(Callback callback, List<Disposal> fresh) {
            return fresh.stream()
                    .filter(disposal -> disposal.callback().equals(callback))
                    .findFirst()
                    .map(
                            disposal ->
                                    switch (disposal.state()) {
                                        case PARKED -> Receipt.PARKED;
                                        case PUBLISHED -> Receipt.PUBLISHED;
                                        case REPEATED -> Receipt.REPEATED;
                                        case UNRECOGNISED -> Receipt.UNRECOGNISED;
                                    })
                    .orElse(Receipt.DUPLICATE);
        }

        @Override
        public Mono<Void> link(Map<ProviderReference, Link> said) {
            return database.transaction(
                            host,
                            "linking references",
                            () -> {
                                add(said);
                                return true;
                            })
                    .then();
        }

        @Override
        public Mono<Summary> replay(CallbackId id, Reading reading) {
            return database.transaction(
                    host,
                    "replaying a callback",
                    () -> {
                        Callback callback = byId(id);
                        if (callback == null) {
                            return null;
                        }
                        Callback anew =
                                new Callback(
                                        id,
                                        callback.provider(),
                                        callback.account(),
                                        reading,
                                        callback.receivedAt());
                        write(Meeting.ofKept(List.of(anew), new Known(links, Set.of(), Set.of())));
                        return summary(Objects.requireNonNull(kept.get(anew.name())));
                    });
        }

        private @Nullable Callback byId(CallbackId id) {
            return kept.values().stream()
                    .map(Disposal::callback)
                    .filter(callback -> callback.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }

        private static Summary summary(Disposal disposal) {
            Callback callback = disposal.callback();
            return new Summary(
                    callback.id(),
                    callback.provider(),
                    callback.account(),
                    callback.reading().providerReference().orElse(null),
                    callback.reading().eventType(),
                    null,
                    disposal.state(),
                    callback.receivedAt());
        }

        @Override
        public Mono<List<Summary>> list(
                @Nullable CallbackState state, @Nullable CallbackId before, int limit) {
            return Mono.error(new UnsupportedOperationException("nobody lists here"));
        }

        @Override
        public Mono<Kept> find(CallbackId id) {
            return Mono.error(new UnsupportedOperationException("raw bodies are not kept here"));
        }

        @Override
        public Mono<Long> discardRaw(Instant before, int limit) {
            return Mono.just(0L);
        }

        @Override
        public Mono<Long> forget(Instant before, int limit) {
            return Mono.just(0L);
        }

        @Override
        public Mono<Waiting> waiting() {
            Collection<Callback> parked = in(CallbackState.PARKED);
            return Mono.just(new Waiting(parked.size(), null));
        }
    }
}
