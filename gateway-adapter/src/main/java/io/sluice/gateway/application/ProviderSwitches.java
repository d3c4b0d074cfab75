package io.sluice.gateway.application;

import io.sluice.gateway.domain.ProviderName;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Set;

/** Which providers operators have closed to new payouts; the same for all instances. */
public interface ProviderSwitches {

    Mono<Set<ProviderName>> closed();

    Mono<Void> set(ProviderName provider, boolean open, String operator, Instant at);
}
