package io.sluice.gateway.application;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.Proposal;
import io.sluice.gateway.domain.Signal;
import io.sluice.messaging.observe.LogLine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.List;

/** Operators' part in payouts: a look now, and the end of a doubt by two of them. */
public final class ResolveDoubt {

    private static final Logger log = LoggerFactory.getLogger(ResolveDoubt.class);

    /** How it came out. */
    public enum Result {
        PROPOSED,
        DONE,
        SAME_OPERATOR,
        DIFFERS,
        /** The payout is in no state for it. */
        NOT_NOW
    }

    private final Payouts payouts;
    private final Proposals proposals;
    private final ApplySignals signals;
    private final Clock clock;

    public ResolveDoubt(Payouts payouts, Proposals proposals, ApplySignals signals, Clock clock) {
        this.payouts = payouts;
        this.proposals = proposals;
        this.signals = signals;
        this.clock = clock;
    }

    /** Empty where there is no such payout. */
    public Mono<Result> lookUp(PayoutId payout) {
        return payouts.find(payout).flatMap(_ -> apply(payout, new Signal.LookUpOrdered()));
    }

    /** The first operator proposes, a second one with the same outcome ends the doubt. */
    public Mono<Result> resolve(
            PayoutId payout,
            Proposal.Outcome outcome,
            @Nullable String reference,
            String reason,
            String operator) {
        Proposal proposal = new Proposal(outcome, reference, reason, operator, clock.instant());
        return payouts.find(payout)
                .flatMap(
                        found ->
                                found.state() == PayoutState.IN_DOUBT
                                        ? propose(found, proposal)
                                        : Mono.just(Result.NOT_NOW));
    }

    private Mono<Result> propose(Payout payout, Proposal proposal) {
        int attempt = payout.current().map(Attempt::number).orElseThrow();
        return proposals
                .stand(payout.id(), attempt, proposal)
                .flatMap(
                        standing ->
                                switch (proposal.beside(standing)) {
                                    case PROPOSED -> Mono.just(Result.PROPOSED);
                                    case DIFFERS -> Mono.just(Result.DIFFERS);
                                    case SAME_OPERATOR ->
                                            again(payout.id(), attempt, proposal, standing);
                                    case AGREED ->
                                            apply(payout.id(), proposal.agreedWith(standing));
                                })
                .doOnNext(
                        result ->
                                LogLine.about(
                                                log.atInfo(),
                                                payout.order().withdrawalId(),
                                                payout.order().traceparent())
                                        .log(
                                                "payout {}: {} by {}: {}",
                                                payout.id(),
                                                proposal.outcome(),
                                                proposal.operator(),
                                                result));
    }

    /** The same again changes nothing; another word of the same operator takes its place. */
    private Mono<Result> again(PayoutId payout, int attempt, Proposal proposal, Proposal standing) {
        return proposal.outcome() == standing.outcome()
                ? Mono.just(Result.SAME_OPERATOR)
                : proposals.replace(payout, attempt, proposal).thenReturn(Result.PROPOSED);
    }

    private Mono<Result> apply(PayoutId payout, Signal signal) {
        return signals.apply(List.of(new Payouts.Occurrence(payout, signal)))
                .map(decisions -> result(decisions.getFirst()));
    }

    private static Result result(@Nullable Decision decision) {
        boolean done =
                decision != null
                        && (decision.declined() == null
                                || decision.declined() == Decision.Declined.ASK_APART);
        return done ? Result.DONE : Result.NOT_NOW;
    }
}
