package io.sluice.gateway.domain;

import java.time.Instant;

/** The one way in: any signal, in any state, at any time, has an answer. */
public final class Transitions {

    private Transitions() {}

    /** What the signal does to the payout; pure. */
    public static Decision decide(Payout payout, Signal signal, Rules rules, Instant now) {
        return switch (signal) {
            case Signal.Claimed claimed -> Claims.claim(payout, claimed, rules, now);
            case Signal.Answer answer -> answered(payout, answer, rules, now);
            case Signal.Reported fact -> Facts.reported(payout, fact, rules, now);
            case Signal.Hinted hint -> Hints.hinted(payout, hint, now);
            case Signal.LookUpOrdered _ -> Operators.lookUp(payout, now);
            case Signal.ResolvedSent sent -> Operators.sent(payout, sent, now);
            case Signal.ResolvedNotPaid not -> Operators.notPaid(payout, not, now);
            case Signal.Rerouted reroute -> Claims.reroute(payout, reroute, rules);
        };
    }

    private static Decision answered(
            Payout payout, Signal.Answer answer, Rules rules, Instant now) {
        if (payout.attempt(answer.attempt()).isEmpty()) {
            return Decision.declined(payout, Decision.Declined.NO_SUCH_ATTEMPT);
        }
        return switch (answer) {
            case Signal.Accepted accepted -> Answers.accepted(payout, accepted, rules, now);
            case Signal.Found found -> Answers.found(payout, found, rules, now);
            case Signal.Unclear unclear -> Answers.unclear(payout, unclear, rules, now);
            case Signal.Refused _,
                    Signal.Deferred _,
                    Signal.FoundUnprocessed _,
                    Signal.Absent _,
                    Signal.Unanswered _,
                    Signal.TakenBack _,
                    Signal.NotTakenBack _ ->
                    current(payout, answer, rules, now);
        };
    }

    /** What counts only under the current claim, and of the last attempt. */
    private static Decision current(Payout payout, Signal.Answer answer, Rules rules, Instant now) {
        if (answer.claim() != payout.claim() || !payout.isCurrent(answer.attempt())) {
            return Decision.declined(payout, Decision.Declined.STALE_CLAIM);
        }
        return switch (payout.state()) {
            case SENDING -> Answers.whileSending(payout, answer, rules, now);
            case IN_DOUBT -> Doubts.answered(payout, answer, rules, now);
            case SUBMITTED -> Answers.whileSubmitted(payout, rules, now);
            case AUTHORIZED, SENT, REJECTED, RETURNED, CANCELLED ->
                    Decision.declined(payout, Decision.Declined.NOT_NOW);
        };
    }
}
