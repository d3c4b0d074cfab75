package io.sluice.gateway.domain;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutEvent;
import io.sluice.gateway.domain.Decision.Declined;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What providers answer to a send or a look-up. */
final class Answers {

    private Answers() {}

    /** An acceptance always counts, whoever holds the claim. */
    static Decision accepted(Payout payout, Signal.Accepted accepted, Rules rules, Instant now) {
        Decision taken = takenUp(payout, accepted.attempt(), accepted.reference(), rules, now);
        Finding finding = accepted.finding();
        if (finding == null) {
            return taken;
        }
        return taken.then(
                Facts.found(
                        taken.next(),
                        accepted.attempt(),
                        finding,
                        FactSource.SUBMISSION,
                        rules,
                        now));
    }

    static Decision found(Payout payout, Signal.Found found, Rules rules, Instant now) {
        if (found.finding().leavesDoubt()) {
            return unsure(payout, found, rules, now);
        }
        if (found.finding().effect() == Finding.Effect.FAILED
                && found.claim() != payout.claim()
                && !payout.state().ended()) {
            return Decision.declined(payout, Declined.STALE_CLAIM);
        }
        Decision taken = takenUp(payout, found.attempt(), found.reference(), rules, now);
        Decision after =
                taken.then(
                        Facts.found(
                                taken.next(),
                                found.attempt(),
                                found.finding(),
                                FactSource.LOOK_UP,
                                rules,
                                now));
        boolean looked = found.claim() == payout.claim() && payout.state() == PayoutState.SUBMITTED;
        return looked && after.next().state() == PayoutState.SUBMITTED
                ? new Decision(
                        whileSubmitted(after.next(), rules, now).next(), after.events(), null)
                : after;
    }

    /** The provider has it, but does not know, or does not say, what became of it. */
    private static Decision unsure(Payout payout, Signal.Found found, Rules rules, Instant now) {
        Attempt before = payout.attempts().get(found.attempt() - 1);
        Decision announced = announced(payout, before, found.reference());
        boolean open =
                payout.state() == PayoutState.SUBMITTED || payout.state() == PayoutState.IN_DOUBT;
        if (!open || !payout.isCurrent(found.attempt()) || found.claim() != payout.claim()) {
            return announced;
        }
        return announced.then(Doubts.unsure(announced.next(), found.finding(), rules, now));
    }

    /** The provider has the attempt: announced once; it is what the payout waits for now. */
    static Decision takenUp(
            Payout payout, int number, @Nullable String reference, Rules rules, Instant now) {
        Decision announced = announced(payout, payout.attempts().get(number - 1), reference);
        if (!payout.isCurrent(number)) {
            return announced;
        }
        Payout next = waiting(announced.next(), rules, now);
        return next.equals(payout)
                ? Decision.declined(payout, Declined.NOTHING_NEW)
                : new Decision(next, announced.events(), null);
    }

    /** Its reference is told once, so that callbacks that name it find the payout. */
    static Decision announced(Payout payout, Attempt before, @Nullable String reference) {
        Attempt attempt = before.known(reference, true);
        String known = attempt.reference();
        if (known == null || before.announced()) {
            return attempt.equals(before)
                    ? Decision.declined(payout, Declined.NOTHING_NEW)
                    : Decision.moved(payout.with(attempt));
        }
        return Decision.moved(
                payout.with(attempt.announcedNow()), submitted(payout, attempt, known));
    }

    private static Payout waiting(Payout payout, Rules rules, Instant now) {
        return switch (payout.state()) {
            case AUTHORIZED, SENDING, IN_DOUBT -> {
                Attempt last = payout.attempts().getLast();
                Instant look = rules.terms(last.provider()).timing().lookUpAfter(0, now);
                yield payout.with(last.become(AttemptState.ACCEPTED, "accepted", null))
                        .at(last.provider(), last.cascadeLevel())
                        .to(PayoutState.SUBMITTED, new Plan(Step.LOOK_UP, look));
            }
            case SUBMITTED, SENT, REJECTED, RETURNED, CANCELLED -> payout;
        };
    }

    /** Nothing definite: what it tells beside that is kept even from a stalled sender. */
    static Decision unclear(Payout payout, Signal.Unclear unclear, Rules rules, Instant now) {
        Attempt told =
                payout.attempts()
                        .get(unclear.attempt() - 1)
                        .known(unclear.reference(), unclear.arrived());
        Payout informed = payout.with(told);
        if (unclear.claim() != payout.claim() || !payout.isCurrent(unclear.attempt())) {
            return informed.equals(payout)
                    ? Decision.declined(payout, Declined.STALE_CLAIM)
                    : Decision.moved(informed);
        }
        return switch (payout.state()) {
            case SENDING ->
                    Doubts.begin(informed, unclear.reason(), rules.terms(told.provider()), now);
            case IN_DOUBT -> Doubts.goOn(informed, unclear.reason(), rules, now);
            case AUTHORIZED, SUBMITTED, SENT, REJECTED, RETURNED, CANCELLED ->
                    Decision.declined(payout, Declined.NOT_NOW);
        };
    }

    /** An answer to the first send that holds under the current claim only. */
    static Decision whileSending(Payout payout, Signal.Answer answer, Rules rules, Instant now) {
        return switch (answer) {
            case Signal.Refused refused -> refused(payout, refused.refusal(), rules, now);
            case Signal.Deferred deferred ->
                    Decision.moved(
                            payout.with(
                                            payout.attempts()
                                                    .getLast()
                                                    .become(
                                                            AttemptState.DEFERRED,
                                                            deferred.reason(),
                                                            null))
                                    .to(
                                            PayoutState.AUTHORIZED,
                                            new Plan(Step.SEND, now.plus(deferred.pause()))));
            case Signal.Accepted _,
                    Signal.Unclear _,
                    Signal.Found _,
                    Signal.FoundUnprocessed _,
                    Signal.Absent _,
                    Signal.Unanswered _,
                    Signal.TakenBack _,
                    Signal.NotTakenBack _ ->
                    Decision.declined(payout, Declined.NOT_NOW);
        };
    }

    private static Decision refused(Payout payout, Refusal refusal, Rules rules, Instant now) {
        if (ReasonCodes.speaksOfTwin(refusal.code())) {
            return Doubts.begin(payout, "refused as a twin", rules.terms(payout.provider()), now);
        }
        Attempt refused =
                payout.attempts().getLast().become(AttemptState.REFUSED, "refused", refusal.code());
        Payout after = payout.with(refused);
        return switch (refusal.scope()) {
            case DESTINATION -> rejected(after, now);
            case GATEWAY ->
                    rules.route(after.order(), after.attempts())
                            .map(
                                    next ->
                                            Decision.moved(
                                                    after.at(next, after.cascadeLevel() + 1)
                                                            .to(
                                                                    PayoutState.AUTHORIZED,
                                                                    new Plan(Step.SEND, now))))
                            .orElseGet(() -> rejected(after, now));
        };
    }

    private static Decision rejected(Payout payout, Instant now) {
        Payout next = payout.to(PayoutState.REJECTED, null);
        return Decision.moved(
                next,
                Facts.fact(
                        next,
                        next.attempts().getLast(),
                        FactStatus.REJECTED,
                        now,
                        FactSource.SUBMISSION));
    }

    /** Nothing new about what the provider has: look again later. */
    static Decision whileSubmitted(Payout payout, Rules rules, Instant now) {
        Instant due = rules.terms(payout.provider()).timing().lookUpAfter(payout.tries() + 1, now);
        return Decision.moved(payout.to(PayoutState.SUBMITTED, new Plan(Step.LOOK_UP, due)));
    }

    private static PayoutEvent.PayoutSubmitted submitted(
            Payout payout, Attempt attempt, String reference) {
        return new PayoutEvent.PayoutSubmitted(
                payout.order().withdrawalId(),
                payout.id(),
                attempt.number(),
                attempt.cascadeLevel(),
                attempt.provider().value(),
                reference,
                payout.order().amount(),
                payout.order().currency());
    }
}
