package io.sluice.gateway.application;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.List;

/** A provider's own record of callbacks that did not arrive. */
public interface MissedWords {

    /**
     * @param reference the provider's
     * @param status its word; unconfirmed
     */
    record Word(String reference, String status) {}

    /** Those since then, at most as many as a sweep can take; an error where it does not answer. */
    Mono<List<Word>> since(Instant from);
}
