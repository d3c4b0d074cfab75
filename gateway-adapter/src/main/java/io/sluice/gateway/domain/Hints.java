package io.sluice.gateway.domain;

import io.sluice.gateway.domain.Decision.Declined;

import java.time.Instant;

/** What a provider says without its signature: never a fact, but a reason to look. */
final class Hints {

    private Hints() {}

    static Decision hinted(Payout payout, Signal.Hinted hint, Instant now) {
        Attempt attempt = payout.attempt(hint.attempt()).orElse(null);
        if (attempt == null) {
            return Decision.declined(payout, Declined.NO_SUCH_ATTEMPT);
        }
        boolean isOpen =
                payout.isCurrent(attempt.number())
                        && !payout.state().ended()
                        && attempt.state() != AttemptState.REFUSED;
        if (!isOpen) {
            return Decision.declined(
                    payout,
                    isNews(attempt, hint.claimed()) ? Declined.ASK_APART : Declined.NOTHING_NEW);
        }
        return switch (payout.state()) {
            case IN_DOUBT -> lookNow(payout, now);
            case SUBMITTED ->
                    hint.claimed() == Finding.Effect.IN_PROGRESS
                            ? Decision.declined(payout, Declined.NOTHING_NEW)
                            : lookNow(payout, now);
            case AUTHORIZED, SENDING, SENT, REJECTED, RETURNED, CANCELLED ->
                    Decision.declined(payout, Declined.NOT_NOW);
        };
    }

    /** Of an attempt that is over: whether the claim says other than what is known. */
    private static boolean isNews(Attempt attempt, Finding.Effect claimed) {
        boolean isPaid = attempt.paid().sentTotal() > 0;
        return switch (claimed) {
            case IN_PROGRESS -> false;
            case PAID -> !isPaid;
            case PART_PAID -> !isPaid;
            case FAILED -> isPaid;
            case CAME_BACK ->
                    attempt.paid().returnedTotal() < attempt.paid().sentTotal() || !isPaid;
            case FAULTED, UNKNOWN -> true;
        };
    }

    /** What is planned anyway, at once. */
    static Decision lookNow(Payout payout, Instant now) {
        Plan plan = payout.plan();
        Step step = plan == null ? Step.LOOK_UP : plan.step();
        return Decision.moved(payout.to(payout.state(), new Plan(step, now)));
    }
}
