package io.sluice.withdrawal.application.webhook;

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
     * What one application's lane has room for.
     *
     * @param ordered a later event of a withdrawal waits for the earlier ones
     */
    record Wanted(String applicationKey, boolean ordered, int most) {}

    /**
     * What a lane may try now.
     *
     * @param more whether it may pay to claim again at once
     */
    record Claim(List<Claimed> claimed, boolean more) {

        static final Claim NONE = new Claim(List.of(), false);

        public Claim {
            claimed = List.copyOf(claimed);
        }
    }

    /**
     * What a message tells of.
     *
     * @param withdrawal null: of the endpoint itself
     * @param traceparent of its trace, W3C; null: unknown
     * @param age since it was stored
     */
    record About(
            @Nullable UUID withdrawal,
            String eventType,
            @Nullable String traceparent,
            Duration age) {}

    /**
     * One that this instance may try now.
     *
     * @param claim proves it: a later claim of the same delivery makes this one void
     * @param attempts made before
     * @param round those of them since it was last put into the queue
     */
    record Claimed(
            Message message,
            About about,
            String applicationKey,
            long claim,
            int attempts,
            int round) {}

    /**
     * What became of an attempt.
     *
     * @param gone the endpoint wants no more of any
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
            boolean gone,
            @Nullable Instant retryAt) {}

    /**
     * What else came of it.
     *
     * @param unblocked a later event of the application is due now
     * @param endpointIsDead one was given up, and nothing has succeeded for so long that the
     *     endpoint is to be disabled
     */
    record Settled(boolean unblocked, boolean endpointIsDead) {}

    /**
     * Claims what is due, of each application the longest due first. What has to wait for an
     * earlier event of its withdrawal is put off until that one is settled.
     *
     * @param wanted no application twice
     * @return one for each, in order
     */
    Mono<List<Claim>> claim(List<Wanted> wanted);

    /**
     * Writes attempts and what follows from them, also for the later events of their withdrawals. A
     * success always counts; a failure only under the current claim.
     *
     * @return one for each, in order
     */
    Mono<List<Settled>> settle(List<Attempted> attempts);

    /** Those of the applications that have something due. */
    Mono<Set<String>> due(Collection<String> applicationKeys);
}
