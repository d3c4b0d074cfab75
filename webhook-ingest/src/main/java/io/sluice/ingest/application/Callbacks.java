package io.sluice.ingest.application;

import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.CallbackState;
import io.sluice.ingest.domain.Link;
import io.sluice.ingest.domain.ProviderReference;
import io.sluice.ingest.domain.Reading;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The kept callbacks and the references they wait for. Every method is one transaction: it happened
 * whole or not at all, and what failed may be tried again without any effect being doubled.
 */
public interface Callbacks {

    /**
     * Keeps callbacks, and writes the events of those whose payout is known. One receipt for each,
     * in the same order, once all of them are durable.
     */
    Mono<List<Receipt>> keep(List<Arrival> arrivals);

    /**
     * Notes whose attempts references name, and writes the events of the callbacks that waited. A
     * reference that names another attempt already is a {@link LinkContradicted}, and nothing of
     * the whole is done.
     */
    Mono<Void> link(Map<ProviderReference, Link> links);

    /**
     * Decides a kept callback anew, as read today, and writes its event again; the same event id
     * as before, if it had one.
     *
     * @return empty when there is no such callback
     */
    Mono<Summary> replay(CallbackId id, Reading reading);

    /** Newest first, at most {@code limit}, those older than {@code before} if that is given. */
    Mono<List<Summary>> list(@Nullable CallbackState state, @Nullable CallbackId before, int limit);

    /** A kept callback with what was received; empty when there is none of that id. */
    Mono<Kept> find(CallbackId id);

    /** Deletes what was received before the moment, at most {@code limit}; how many it were. */
    Mono<Long> discardRaw(Instant before, int limit);

    /** Deletes decided callbacks from before the moment, at most {@code limit}; how many. */
    Mono<Long> forget(Instant before, int limit);

    /** How many callbacks wait for their payout, and since when the oldest does. */
    Mono<Waiting> waiting();

    /** A genuine callback and what was received. */
    record Arrival(Callback callback, Delivery delivery) {}

    /** A kept callback as operators see it. */
    record Summary(
            CallbackId id,
            String provider,
            String account,
            @Nullable String providerReference,
            String eventType,
            @Nullable String payoutId,
            CallbackState state,
            Instant receivedAt) {}

    /**
     * @param delivery null once its time is over
     */
    record Kept(Summary summary, @Nullable Delivery delivery) {}

    record Waiting(long parked, @Nullable Instant oldest) {}
}
