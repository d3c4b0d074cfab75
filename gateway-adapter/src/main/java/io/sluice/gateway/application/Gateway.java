package io.sluice.gateway.application;

import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;
import io.sluice.messaging.Destination;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * A provider as the rest of the service sees it.
 *
 * @param words what its statuses mean: the one table of them; a word that is not in it decides nothing
 * @param requests writes its requests
 * @param calls reaches it
 * @param missed what it could not tell us; null where it keeps no record of that
 * @param listed its list of our orders; null where it has none
 * @param limits how much of it we use
 */
public record Gateway(
        ProviderName name,
        Rules.Contract contract,
        Function<String, Finding.Effect> words,
        Requests requests,
        ProviderCalls calls,
        @Nullable MissedWords missed,
        @Nullable OrderList listed,
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
