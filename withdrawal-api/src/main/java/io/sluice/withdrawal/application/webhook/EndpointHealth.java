package io.sluice.withdrawal.application.webhook;

import reactor.core.publisher.Mono;

import java.time.Duration;

/** Endpoints that fail, and that are given up: both are kept, and said to the partner. */
public interface EndpointHealth {

    /** From now on failing, or no longer. */
    Mono<Void> failing(String applicationKey, boolean isFailing);

    /** Nothing more is sent until the endpoint is set again; the partner's event ledger says so. */
    Mono<Void> disable(String applicationKey, String reason);

    /** The same, if it has been failing for so long. */
    Mono<Void> disableIfFailingFor(String applicationKey, Duration threshold, String reason);
}
