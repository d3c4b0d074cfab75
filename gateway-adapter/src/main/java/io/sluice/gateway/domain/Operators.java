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
        Decision announced =
                Answers.announced(payout, payout.attempts().getLast(), sent.reference());
        Attempt.Paid all = new Attempt.Paid(payout.order().amount(), 0, 0, true);
        Attempt attempt =
                announced
                        .next()
                        .attempts()
                        .getLast()
                        .paidNow(all)
                        .become(AttemptState.SENT, "operators: " + sent.reason(), null);
        Payout next = announced.next().with(attempt).to(PayoutState.SENT, null);
        return announced.then(
                Decision.moved(
                        next,
                        Facts.fact(next, attempt, FactStatus.SENT, now, FactSource.OPERATOR)));
    }

    static Decision notPaid(Payout payout, Signal.ResolvedNotPaid resolved, Instant now) {
        if (payout.state() != PayoutState.IN_DOUBT) {
            return Decision.declined(payout, Declined.NOT_NOW);
        }
        Attempt last = payout.attempts().getLast();
        if (last.paid().sentTotal() > 0) {
            return Decision.declined(payout, Declined.CONTRADICTS);
        }
        Decision announced = Answers.announced(payout, last, resolved.reference());
        Attempt attempt =
                announced
                        .next()
                        .attempts()
                        .getLast()
                        .become(
                                AttemptState.REJECTED,
                                "operators: " + resolved.reason(),
                                "not_paid");
        Payout next = announced.next().with(attempt).to(PayoutState.REJECTED, null);
        return announced.then(
                Decision.moved(
                        next,
                        Facts.fact(next, attempt, FactStatus.REJECTED, now, FactSource.OPERATOR)));
    }
}
