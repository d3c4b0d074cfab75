package io.sluice.gateway.application;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.UUID;

/** Personal data that has served its purpose. Each method is one commit. */
public interface OldDestinations {

    /**
     * Payouts that were looked at.
     *
     * @param last the last of them
     * @param allEnded none is still open and keeps its destination
     */
    record Page(int size, @Nullable UUID last, boolean allEnded) {}

    /** Up to where nothing is left to delete. */
    Mono<UUID> mark();

    Mono<Void> mark(UUID upTo);

    /**
     * Deletes the destinations and requests of those payouts that have ended, in the order of their
     * ids, which begin with the time.
     */
    Mono<Page> forget(UUID after, Instant before, int limit);
}
