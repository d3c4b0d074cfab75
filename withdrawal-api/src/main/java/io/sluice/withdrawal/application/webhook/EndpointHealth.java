package io.sluice.withdrawal.application.webhook;

import reactor.core.publisher.Mono;

/** Endpoints that are given up. */
public interface EndpointHealth {

    /**
     * Nothing more is sent until the endpoint is set again. The partner's event ledger says so, in
     * the same commit; for one that is disabled already this does nothing.
     */
    Mono<Void> disable(String applicationKey, String reason);
}
