package io.sluice.gateway.application;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.ProviderName;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The payouts that were sent to a provider, by the time of their order, with which their ids begin. */
public interface SentPayouts {

    /** The next ones after an id and of before that time, in the order of their ids. */
    Mono<List<PayoutId>> page(ProviderName provider, UUID after, Instant before, int limit);
}
