package io.sluice.gateway.application;

import io.sluice.gateway.application.Inquiries.Inquiry;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.Plan;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.Signal;
import io.sluice.gateway.domain.Transitions;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Lets things happen to payouts: decided under their locks, all in one commit. */
public final class ApplySignals {

    private final Payouts payouts;
    private final Inquiries inquiries;
    private final Gateways gateways;
    private final Clock clock;

    public ApplySignals(Payouts payouts, Inquiries inquiries, Gateways gateways, Clock clock) {
        this.payouts = payouts;
        this.inquiries = inquiries;
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
                .doOnNext(decisions -> ring(decisions, now))
                .doOnNext(decisions -> ringInquirers(Payouts.behind(occurrences, decisions)))
                .flatMap(decisions -> askApart(occurrences, decisions, now).thenReturn(decisions));
    }

    /** A commit of its own: whoever applied the signal applies it again when this one fails. */
    private Mono<Void> askApart(
            List<Payouts.Occurrence> occurrences, List<@Nullable Decision> decisions, Instant now) {
        List<Inquiry> wanted = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            Decision decision = decisions.get(i);
            if (decision != null && decision.declined() == Decision.Declined.ASK_APART) {
                wanted.add(inquiry(decision.next(), occurrences.get(i).signal()));
            }
        }
        return wanted.isEmpty()
                ? Mono.empty()
                : inquiries.add(wanted, now).doOnSuccess(_ -> ringInquirers(wanted));
    }

    private void ringInquirers(List<Inquiry> wanted) {
        wanted.forEach(inquiry -> gateways.ringInquirer(inquiry.provider()));
    }

    private static Inquiry inquiry(Payout payout, Signal signal) {
        int number =
                signal instanceof Signal.Hinted hint ? hint.attempt() : payout.attempts().size();
        Attempt attempt = payout.attempt(number).orElseThrow();
        return Inquiry.about(payout.id(), number, attempt.provider());
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
