package io.sluice.gateway.application;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.Proposal;

import reactor.core.publisher.Mono;

/** What one operator has proposed, until a second one agrees. */
public interface Proposals {

    /** The proposal that stands for the attempt: the one given, where there was none. */
    Mono<Proposal> stand(PayoutId payout, int attempt, Proposal proposal);

    /** Puts the operator's own proposal in the place of the one that he made before. */
    Mono<Void> replace(PayoutId payout, int attempt, Proposal proposal);
}
