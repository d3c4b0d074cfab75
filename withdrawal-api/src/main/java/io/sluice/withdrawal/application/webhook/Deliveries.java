package io.sluice.withdrawal.application.webhook;

import io.sluice.withdrawal.application.Opening;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What is to be delivered, durable; several instances share it by leases. */
public interface Deliveries {

    /**
     * One that this instance may try now.
     *
     * @param claim proves it: a later claim of the same delivery makes this one void
     * @param round attempts since it was last put into the queue
     */
    record Claimed(
            UUID eventId,
            String applicationKey,
            String body,
            Opening.@Nullable Notice notice,
            long claim,
            int attempts,
            int round) {}

    /**
     * What became of an attempt.
     *
     * @param retryAt when to try again; null when delivered or given up
     */
    record Attempted(
            Claimed claimed,
            Instant startedAt,
            Duration latency,
            @Nullable Integer responseStatus,
            @Nullable String error,
            @Nullable String responseStart,
            boolean delivered,
            @Nullable Instant retryAt) {}

    /**
     * Claims what is due of one application, the longest due first. What has to wait for an earlier
     * event of its withdrawal is put off until that one is settled.
     */
    Mono<List<Claimed>> claim(String applicationKey, boolean ordered, int most, Duration lease);

    /**
     * Writes attempts and what follows from them. A success always counts; a failure only under the
     * current claim.
     *
     * @return one for each, in order
     */
    Mono<List<Boolean>> settle(List<Attempted> attempts);

    /** Those of the applications that have something due. */
    Mono<Set<String>> due(Collection<String> applicationKeys);
}
