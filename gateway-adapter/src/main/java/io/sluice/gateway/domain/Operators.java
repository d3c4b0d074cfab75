package io.sluice.gateway.domain;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.gateway.domain.Decision.Declined;

import java.time.Instant;

/** What people bring about. */
final class Operators {

    private Operators() {}

    static Decision lookUp(Payout payout, Instant now) {
        return switch (payout.state()) {
            case SUBMITTED, IN_DOUBT -> Hints.lookNow(payout, now);
            case AUTHORIZED, SENDING -> Decision.declined(payout, Declined.NOT_NOW);
            case SENT, REJECTED, RETURNED, CANCELLED ->
                    Decision.declined(
                            payout,
                            payout.attempts().isEmpty() ? Declined.NOT_NOW : Declined.ASK_APART);
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
