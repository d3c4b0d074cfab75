package io.sluice.gateway.application;

import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;
import io.sluice.messaging.Destination;

import java.time.Duration;
import java.time.Instant;

/**
 * A provider as the rest of the service sees it.
 *
 * @param requests writes its requests
 * @param calls reaches it
 * @param limits how much of it we use
 */
public record Gateway(
        ProviderName name,
        Rules.Contract contract,
        Requests requests,
        ProviderCalls calls,
        Limits limits) {

    /** Writes requests; pure, so that what is recorded is what is sent. */
    public interface Requests {

        /** The idempotency key or order id of an attempt: derived, the same whenever asked. */
        String key(PayoutOrder order, int attempt);

        /** The exact bytes of the request. */
        byte[] write(PayoutOrder order, String key, Destination destination, Instant stamp);
    }

    /**
     * @param concurrency most calls under way
     * @param perMinute most calls started within a minute; 0: no limit
     * @param slow a call that takes longer counts against the breaker
     * @param breakerPause how long an open breaker lets nothing through
     */
    public record Limits(int concurrency, int perMinute, Duration slow, Duration breakerPause) {}
}
