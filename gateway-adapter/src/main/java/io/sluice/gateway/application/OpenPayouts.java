package io.sluice.gateway.application;

import io.sluice.gateway.domain.PayoutState;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;

/** What has not ended, in numbers. */
public interface OpenPayouts {

    /**
     * @param waiting nothing is planned for them: only operators can end them
     * @param oldest when the oldest of them was authorized
     */
    record Count(String provider, PayoutState state, long all, long waiting, Instant oldest) {}

    Mono<List<Count>> count();
}
