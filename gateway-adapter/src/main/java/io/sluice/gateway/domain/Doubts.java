package io.sluice.gateway.domain;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutEvent;
import io.sluice.gateway.domain.Decision.Declined;

import java.time.Duration;
import java.time.Instant;

/** Not knowing whether a provider has it, and how that ends. */
final class Doubts {

    private Doubts() {}

    /** Into doubt: the event that tells so, and no plan yet. */
    static Decision begin(Payout payout, String reason, Instant now) {
        Attempt last = payout.attempts().getLast();
        Attempt attempt = last.become(AttemptState.IN_DOUBT, reason, null);
        Payout next = payout.with(attempt).to(PayoutState.IN_DOUBT, null).doubted(now, reason);
        return Decision.moved(
                next,
                new PayoutEvent.PayoutInDoubt(
                        payout.order().withdrawalId(),
                        payout.id(),
                        attempt.number(),
                        attempt.cascadeLevel(),
                        attempt.provider().value(),
                        attempt.reference(),
                        payout.order().amount(),
                        payout.order().currency(),
                        reason));
    }

    /** Into doubt, and what is done about it after a pause. */
    static Decision begin(Payout payout, String reason, Terms terms, Instant now) {
        Decision doubt = begin(payout, reason, now);
        Plan plan =
                new Plan(
                        firstStep(payout.attempts().getLast(), terms),
                        terms.timing().doubtAfter(0, now));
        return new Decision(doubt.next().to(PayoutState.IN_DOUBT, plan), doubt.events(), null);
    }

    /** Where a repeat is the look-up, it is needed until it has told the reference. */
    static Step firstStep(Attempt attempt, Terms terms) {
        return switch (terms.doubtRule()) {
            case Terms.Replay _ -> attempt.reference() == null ? Step.SEND_AGAIN : Step.LOOK_UP;
            case Terms.FindOrder _ -> Step.LOOK_UP;
        };
    }

    /** Still in doubt: the same again, after a longer pause. */
    static Decision goOn(Payout payout, String outcome, Rules rules, Instant now) {
        Attempt attempt = payout.attempts().getLast();
        Terms terms = rules.terms(attempt.provider());
        return pause(payout, outcome, firstStep(attempt, terms), terms, now);
    }

    private static Decision pause(
            Payout payout, String outcome, Step step, Terms terms, Instant now) {
        Attempt attempt = payout.attempts().getLast().become(AttemptState.IN_DOUBT, outcome, null);
        Instant due = terms.timing().doubtAfter(payout.tries(), now);
        return Decision.moved(payout.with(attempt).to(PayoutState.IN_DOUBT, new Plan(step, due)));
    }

    /** An answer in doubt that holds under the current claim only. */
    static Decision answered(Payout payout, Signal.Answer answer, Rules rules, Instant now) {
        Attempt attempt = payout.attempts().getLast();
        Terms terms = rules.terms(attempt.provider());
        return switch (answer) {
            case Signal.Refused refused ->
                    goOn(payout, "refused again: " + refused.refusal().code(), rules, now);
            case Signal.Deferred deferred -> deferred(payout, deferred, terms, now);
            case Signal.Unanswered unanswered -> goOn(payout, unanswered.reason(), rules, now);
            case Signal.Absent _ -> absent(payout, attempt, rules, now);
            case Signal.FoundUnprocessed found ->
                    Decision.moved(
                            payout.with(attempt.known(found.reference(), true))
                                    .to(
                                            PayoutState.IN_DOUBT,
                                            new Plan(
                                                    Step.SEND_AGAIN,
                                                    pauseEnd(payout, terms, now))));
            case Signal.TakenBack _ -> takenBack(payout, attempt, now);
            case Signal.NotTakenBack not ->
                    pause(payout, "not cancelled: " + not.reason(), Step.LOOK_UP, terms, now);
            case Signal.Accepted _, Signal.Found _, Signal.Unclear _ ->
                    Decision.declined(payout, Declined.NOT_NOW);
        };
    }

    /** Found, with a word that decides nothing: a doubt, or still one. */
    static Decision unsure(Payout payout, Finding finding, Rules rules, Instant now) {
        Terms terms = rules.terms(payout.provider());
        Step step =
                finding.effect() == Finding.Effect.FAULTED && terms.cancels()
                        ? Step.CANCEL
                        : Step.LOOK_UP;
        String reason = "provider says " + finding.told();
        if (payout.state() == PayoutState.IN_DOUBT) {
            return pause(payout, reason, step, terms, now);
        }
        Decision doubt = begin(payout, reason, now);
        Plan plan = new Plan(step, terms.timing().doubtAfter(0, now));
        return new Decision(doubt.next().to(PayoutState.IN_DOUBT, plan), doubt.events(), null);
    }

    /** The first repeat goes out at once, later ones after the growing pause. */
    private static Instant pauseEnd(Payout payout, Terms terms, Instant now) {
        return payout.tries() < 2 ? now : terms.timing().doubtAfter(payout.tries(), now);
    }

    private static Decision deferred(
            Payout payout, Signal.Deferred deferred, Terms terms, Instant now) {
        Duration least = deferred.pause();
        Plan plan = new Plan(firstStep(payout.attempts().getLast(), terms), now.plus(least));
        return Decision.moved(payout.to(PayoutState.IN_DOUBT, plan));
    }

    private static Decision absent(Payout payout, Attempt attempt, Rules rules, Instant now) {
        Terms terms = rules.terms(attempt.provider());
        if (!(terms.doubtRule() instanceof Terms.FindOrder rule)) {
            return pause(payout, "not listed", Step.SEND_AGAIN, terms, now);
        }
        if (attempt.arrived() || attempt.reference() != null) {
            return known(payout, attempt, terms, now);
        }
        Instant counts = rules.lastPossibleSend(payout).plus(rule.absentAfter());
        if (now.isBefore(counts)) {
            Instant pause = terms.timing().doubtAfter(payout.tries(), now);
            Instant due = pause.isBefore(counts) ? pause : counts;
            return Decision.moved(payout.to(PayoutState.IN_DOUBT, new Plan(Step.LOOK_UP, due)));
        }
        if (now.isAfter(attempt.stampedAt().plus(rule.absentUntil()))) {
            return Decision.moved(
                    payout.with(attempt.become(AttemptState.IN_DOUBT, "absent too late", null))
                            .to(PayoutState.IN_DOUBT, null));
        }
        return Decision.moved(payout.to(PayoutState.IN_DOUBT, new Plan(Step.SEND_AGAIN, now)));
    }

    /** The provider has had it, yet does not find it: take it back, or ask an operator. */
    private static Decision known(Payout payout, Attempt attempt, Terms terms, Instant now) {
        if (terms.cancels() && attempt.reference() != null) {
            return Decision.moved(payout.to(PayoutState.IN_DOUBT, new Plan(Step.CANCEL, now)));
        }
        return Decision.moved(
                payout.with(attempt.become(AttemptState.IN_DOUBT, "known, not found", null))
                        .to(PayoutState.IN_DOUBT, null));
    }

    private static Decision takenBack(Payout payout, Attempt attempt, Instant now) {
        if (attempt.paid().sentTotal() > 0) {
            return Decision.declined(payout, Declined.CONTRADICTS);
        }
        Payout next =
                payout.with(attempt.become(AttemptState.CANCELLED, "cancelled", "cancelled"))
                        .to(payout.endUnpaid(PayoutState.CANCELLED), null);
        return Decision.moved(
                next,
                Facts.fact(
                        next,
                        next.attempts().getLast(),
                        FactStatus.REJECTED,
                        now,
                        FactSource.LOOK_UP));
    }
}
