package io.sluice.gateway.application;

import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Plan;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.Transitions;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Lets things happen to payouts: decided under their locks, all in one commit. */
public final class ApplySignals {

    private final Payouts payouts;
    private final Gateways gateways;
    private final Clock clock;

    public ApplySignals(Payouts payouts, Gateways gateways, Clock clock) {
        this.payouts = payouts;
        this.gateways = gateways;
        this.clock = clock;
    }

    /** One decision for each occurrence, in their order; null where there is no such payout. */
    public Mono<List<@Nullable Decision>> apply(List<Payouts.Occurrence> occurrences) {
        if (occurrences.isEmpty()) {
            return Mono.just(List.of());
        }
        Rules rules = gateways.rules();
        Instant now = clock.instant();
        return payouts.apply(
                        occurrences,
                        (payout, signal) -> Transitions.decide(payout, signal, rules, now))
                .doOnNext(decisions -> ring(decisions, now));
    }

    private void ring(List<@Nullable Decision> decisions, Instant now) {
        decisions.stream()
                .filter(Objects::nonNull)
                .filter(decision -> decision.declined() == null)
                .filter(decision -> isDue(decision.next().plan(), now))
                .forEach(decision -> gateways.ring(decision.next()));
    }

    private static boolean isDue(@Nullable Plan plan, Instant now) {
        return plan != null && !plan.dueAt().isAfter(now);
    }
}
