package io.sluice.gateway.domain;

import io.sluice.gateway.domain.Decision.Declined;

import java.time.Duration;
import java.time.Instant;

/** Taking work that is due. */
final class Claims {

    private static final Duration UNPREPARED_PAUSE = Duration.ofMinutes(1);

    private Claims() {}

    static Decision claim(Payout payout, Signal.Claimed claimed, Rules rules, Instant now) {
        Plan plan = payout.plan();
        if (plan == null || plan.dueAt().isAfter(now)) {
            return Decision.declined(payout, Declined.NOT_NOW);
        }
        return switch (payout.state()) {
            case AUTHORIZED -> send(payout, claimed, rules, now);
            case SENDING -> takeOver(payout, claimed, rules, now);
            case IN_DOUBT -> resolve(payout, plan, claimed, rules, now);
            case SUBMITTED -> Decision.moved(payout.claimed(Step.LOOK_UP, claimed.leaseEnd()));
            case SENT, REJECTED, RETURNED, CANCELLED -> Decision.declined(payout, Declined.NOT_NOW);
        };
    }

    private static Decision send(Payout payout, Signal.Claimed claimed, Rules rules, Instant now) {
        Prepared prepared = claimed.prepared();
        if (prepared == null) {
            return unprepared(payout, Step.SEND, now);
        }
        Attempt attempt =
                payout.current()
                        .filter(a -> a.state() == AttemptState.DEFERRED)
                        .map(a -> a.resent(prepared, AttemptState.SENDING))
                        .orElseGet(() -> next(payout, prepared));
        Payout recorded = payout.with(attempt).claimed(Step.SEND, claimed.leaseEnd());
        if (rules.isRestored(payout.order())) {
            return Restored.begin(recorded, rules, now);
        }
        Terms terms = rules.terms(recorded.provider());
        if (!terms.maySend(payout.order().authorizedAt(), now)) {
            return Doubts.begin(recorded, "not sent in time", now);
        }
        return Decision.moved(recorded.to(PayoutState.SENDING, recorded.plan()));
    }

    private static Attempt next(Payout payout, Prepared prepared) {
        return Attempt.first(
                payout.attempts().size() + 1, payout.provider(), payout.cascadeLevel(), prepared);
    }

    /**
     * Who sent it is gone or stalled: in doubt, and committed as such before whoever takes over
     * makes its first call, which takes another claim.
     */
    private static Decision takeOver(
            Payout payout, Signal.Claimed claimed, Rules rules, Instant now) {
        Step step = Doubts.firstStep(payout.attempts().getLast(), rules.terms(payout.provider()));
        Decision doubt =
                Doubts.begin(payout.claimed(Step.SEND, claimed.leaseEnd()), "sender lost", now);
        Plan atOnce = new Plan(step, now);
        return new Decision(doubt.next().to(PayoutState.IN_DOUBT, atOnce), doubt.events(), null);
    }

    private static Decision resolve(
            Payout payout, Plan plan, Signal.Claimed claimed, Rules rules, Instant now) {
        Attempt attempt = payout.attempts().getLast();
        if (plan.step() != Step.SEND_AGAIN) {
            return Decision.moved(payout.claimed(plan.step(), claimed.leaseEnd()));
        }
        if (payout.isPaidElsewhere() && rules.terms(attempt.provider()).cancels()) {
            return Decision.moved(payout.claimed(Step.CANCEL, claimed.leaseEnd()));
        }
        if (payout.isPaidElsewhere() || !Restored.maySendAgain(payout, rules, now)) {
            return Decision.moved(payout.to(PayoutState.IN_DOUBT, null));
        }
        Prepared prepared = claimed.prepared();
        if (prepared == null) {
            return unprepared(payout, Step.SEND_AGAIN, now);
        }
        return Decision.moved(
                payout.with(attempt.resent(prepared, AttemptState.IN_DOUBT))
                        .claimed(Step.SEND_AGAIN, claimed.leaseEnd()));
    }

    /** Its request cannot be written: it waits, so that others get their turn. */
    private static Decision unprepared(Payout payout, Step step, Instant now) {
        return Decision.moved(
                payout.to(payout.state(), new Plan(step, now.plus(UNPREPARED_PAUSE))));
    }

    /** Moves what was never sent to the gateway given; anything else stays where it is. */
    static Decision reroute(Payout payout, Signal.Rerouted reroute, Rules rules) {
        boolean unsent =
                payout.state() == PayoutState.AUTHORIZED
                        && payout.current()
                                .map(a -> a.state() == AttemptState.REFUSED)
                                .orElse(true);
        if (!unsent
                || rules.isRestored(payout.order())
                || !payout.order().route().contains(reroute.to())) {
            return Decision.declined(payout, Declined.NOT_NOW);
        }
        if (payout.provider().equals(reroute.to())) {
            return Decision.declined(payout, Declined.NOTHING_NEW);
        }
        return rules.route(payout.order(), payout.attempts())
                .filter(reroute.to()::equals)
                .map(to -> Decision.moved(payout.at(to, payout.cascadeLevel())))
                .orElseGet(() -> Decision.declined(payout, Declined.NOT_NOW));
    }
}
