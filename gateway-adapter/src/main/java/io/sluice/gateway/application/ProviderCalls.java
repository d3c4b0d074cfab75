package io.sluice.gateway.application;

import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.PayoutOrder;

import reactor.core.publisher.Mono;

/**
 * What we ask of a provider.
 *
 * <p>All three answer, within their time-outs, with an outcome; a time-out, a reset and an answer
 * that does not verify are outcomes too. An error signal is a bug.
 */
public interface ProviderCalls {

    /**
     * Sends the recorded request, for the first time or again, and pays at most once for its key.
     *
     * @param request the exact bytes that were recorded
     */
    Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request);

    /** Asks what became of the attempt; never makes anything happen. */
    Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt);

    /** Takes the attempt back where the provider can; success proves that nothing was paid. */
    Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt);
}
