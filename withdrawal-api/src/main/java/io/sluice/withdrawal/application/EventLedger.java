package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What was or will be told to partners, and how far that is. */
public interface EventLedger {

    /** PENDING: not tried yet. FAILED: tried, due again. DEAD: given up. NONE: not for delivery. */
    enum DeliveryStatus {
        PENDING,
        DELIVERED,
        FAILED,
        DEAD,
        NONE
    }

    /** Where an event stands in the ledger's order: by time, and by its insert within a time. */
    record Place(Instant occurredAt, long position) {}

    record Told(
            Place place,
            UUID eventId,
            String eventType,
            int sequence,
            String body,
            DeliveryStatus status,
            int attempts,
            @Nullable Integer lastResponseStatus,
            @Nullable String lastError,
            @Nullable Instant deliveredAt) {}

    record Attempt(
            Instant attemptedAt,
            long latencyMillis,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String response) {}

    /**
     * Which events of an application.
     *
     * @param createdFrom inclusive, by the time at which they occurred; null: from the first
     * @param createdTo exclusive; null: to the last
     * @param statuses empty: all
     */
    record Filter(
            String applicationKey,
            @Nullable Instant createdFrom,
            @Nullable Instant createdTo,
            @Nullable String eventType,
            Set<DeliveryStatus> statuses) {

        public Filter {
            statuses = Set.copyOf(statuses);
        }

        /** The same, of those in these states. */
        public Filter of(Set<DeliveryStatus> others) {
            return new Filter(applicationKey, createdFrom, createdTo, eventType, others);
        }

        /** The same, as far as it lies before this time. */
        public Filter before(Instant time) {
            boolean ends = createdTo != null && createdTo.isBefore(time);
            return ends ? this : new Filter(applicationKey, createdFrom, time, eventType, statuses);
        }
    }

    enum Replayed {
        DUE_AGAIN,
        /** It is due anyway, or not for delivery. */
        NOT_REPLAYABLE,
        UNKNOWN
    }

    /**
     * Newest first, at most {@code limit}.
     *
     * @param before where the last page ended
     */
    Mono<List<Told>> list(Filter filter, @Nullable Place before, int limit);

    /** Empty for another application's. */
    Mono<Told> find(String applicationKey, UUID eventId);

    /** The latest hundred, in order. */
    Mono<List<Attempt>> attempts(UUID eventId);

    /** A withdrawal's events after a number, in order. */
    Mono<List<Told>> since(WithdrawalId withdrawal, int sequence);

    /** Puts one back into the queue, due at once, with the whole schedule before it. */
    Mono<Replayed> replay(String applicationKey, UUID eventId);

    /**
     * The same for all that match by now, those not pending; how many. Many are several commits: after a
     * failure in between, the same call does the rest.
     */
    Mono<Long> replayAll(Filter filter);
}
