package io.sluice.gateway.application;

import io.sluice.gateway.domain.Signal;

/** What a call's outcome is to the payout. */
final class Outcomes {

    private Outcomes() {}

    static Signal.Answer signal(Outcome outcome, int attempt, int claim) {
        return switch (outcome) {
            case Outcome.Accepted a ->
                    new Signal.Accepted(attempt, claim, a.reference(), a.finding());
            case Outcome.Refused r -> new Signal.Refused(attempt, claim, r.refusal());
            case Outcome.Deferred d -> new Signal.Deferred(attempt, claim, d.reason(), d.pause());
            case Outcome.Unclear u ->
                    new Signal.Unclear(attempt, claim, u.reason(), u.reference(), u.arrived());
            case Outcome.Found f -> new Signal.Found(attempt, claim, f.reference(), f.finding());
            case Outcome.FoundUnprocessed f ->
                    new Signal.FoundUnprocessed(attempt, claim, f.reference());
            case Outcome.Absent _ -> new Signal.Absent(attempt, claim);
            case Outcome.Unanswered u -> new Signal.Unanswered(attempt, claim, u.reason());
            case Outcome.TakenBack _ -> new Signal.TakenBack(attempt, claim);
            case Outcome.NotTakenBack n -> new Signal.NotTakenBack(attempt, claim, n.reason());
        };
    }
}
