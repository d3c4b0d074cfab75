package io.sluice.withdrawal.application;

import io.sluice.withdrawal.domain.Application;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Applications and keys, held in memory; a change elsewhere is seen within a second or so. */
public interface Directory {

    /** The application whose live key this is; empty for an unknown, revoked or expired one. */
    Optional<Application> byApiKey(String rawKey);

    Optional<Application> byKey(String applicationKey);

    Collection<Application> all();

    /** Reads all of it now: after a change made here. */
    Mono<Void> reload();

    /** The keys of those that may be sent webhooks now. */
    Set<String> withEndpoint();
}
