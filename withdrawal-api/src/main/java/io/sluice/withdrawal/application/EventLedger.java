package io.sluice.withdrawal.application;

import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What was or will be told to partners, and how far that is. */
public interface EventLedger {

    /** NONE: nobody was to be told. */
    enum DeliveryStatus {
        PENDING,
        DELIVERED,
        FAILED,
        DEAD,
        NONE
    }

    record Told(
            long position,
            UUID eventId,
            String eventType,
            Instant occurredAt,
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
     * Which events of an application, newest first.
     *
     * @param before only those with a smaller position: where the last page ended
     */
    record Query(
            String applicationKey,
            @Nullable Instant createdFrom,
            @Nullable Instant createdTo,
            @Nullable String eventType,
            @Nullable DeliveryStatus status,
            @Nullable Long before,
            int limit) {}

    Mono<List<Told>> list(Query query);

    Mono<Told> find(String applicationKey, UUID eventId);

    Mono<List<Attempt>> attempts(UUID eventId);

    /** A withdrawal's events after a number, in order. */
    Mono<List<Told>> since(WithdrawalId withdrawal, int sequence);

    /** Due again at once; empty: no such event; false: it is pending anyway, or nobody's. */
    Mono<Optional<Boolean>> replay(String applicationKey, UUID eventId);

    /** All that are dead, or all but the pending ones of a range; how many. */
    Mono<Long> replayMany(String applicationKey, @Nullable Instant from, @Nullable Instant to);
}
