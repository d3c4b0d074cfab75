package io.sluice.gateway.domain;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.gateway.domain.Decision.Declined;

import java.time.Instant;

/** What people and unconfirmed words bring about. */
final class Operators {

    private Operators() {}

    /** A provider's unconfirmed word about an open attempt: look now. */
    static Decision hinted(Payout payout, Signal.Hinted hint, Instant now) {
        if (payout.attempt(hint.attempt()).isEmpty()) {
            return Decision.declined(payout, Declined.NO_SUCH_ATTEMPT);
        }
        return lookNow(payout, now);
    }

    static Decision lookNow(Payout payout, Instant now) {
        return switch (payout.state()) {
            case SUBMITTED, IN_DOUBT -> {
                Plan plan = payout.plan();
                Step step = plan == null ? Step.LOOK_UP : plan.step();
                yield Decision.moved(payout.to(payout.state(), new Plan(step, now)));
            }
            case AUTHORIZED, SENDING, SENT, REJECTED, RETURNED, CANCELLED ->
                    Decision.declined(payout, Declined.NOT_NOW);
        };
    }

    static Decision sent(Payout payout, Signal.ResolvedSent sent, Instant now) {
        if (payout.state() != PayoutState.IN_DOUBT) {
            return Decision.declined(payout, Declined.NOT_NOW);
        }
        Attempt.Paid all = new Attempt.Paid(payout.order().amount(), 0, 0, true);
        Attempt attempt =
                payout.attempts()
                        .getLast()
                        .known(sent.reference(), true)
                        .paidNow(all)
                        .become(AttemptState.SENT, "operators: " + sent.reason(), null);
        Payout next = payout.with(attempt).to(PayoutState.SENT, null);
        return Decision.moved(
                next, Facts.fact(next, attempt, FactStatus.SENT, now, FactSource.OPERATOR));
    }

    static Decision notPaid(Payout payout, Signal.ResolvedNotPaid resolved, Instant now) {
        if (payout.state() != PayoutState.IN_DOUBT) {
            return Decision.declined(payout, Declined.NOT_NOW);
        }
        Attempt last = payout.attempts().getLast();
        if (last.paid().sentTotal() > 0) {
            return Decision.declined(payout, Declined.CONTRADICTS);
        }
        Attempt attempt =
                last.become(AttemptState.REJECTED, "operators: " + resolved.reason(), "not_paid");
        Payout next = payout.with(attempt).to(PayoutState.REJECTED, null);
        return Decision.moved(
                next, Facts.fact(next, attempt, FactStatus.REJECTED, now, FactSource.OPERATOR));
    }
}
