package io.sluice.gateway.domain;

import java.time.Instant;

/**
 * What is safe after a backup of our database was put back: of what was authorized before, anything
 * may have happened that is not recorded. Keys are derived, so the same attempt at the same provider
 * is the same payout there; through another provider it would be a second one.
 */
final class Restored {

    /** Cascades are as long as routes; anything above is not ours. */
    private static final int MOST_ATTEMPTS = 20;

    private Restored() {}

    /** Nothing is sent as if for the first time: it is a doubt, which begins with looking. */
    static Decision begin(Payout recorded, Rules rules, Instant now) {
        Attempt attempt = recorded.attempts().getLast();
        Decision doubt = Doubts.begin(recorded, "perhaps sent before a restore", now);
        Plan look = new Plan(Doubts.firstStep(attempt, rules.terms(attempt.provider())), now);
        return new Decision(doubt.next().to(PayoutState.IN_DOUBT, look), doubt.events(), null);
    }

    /**
     * Whether a doubt may be looked into by sending again. After a restore the first send may be as
     * old as the authorization; and an attempt that the backup does not know may have been made at
     * another gateway of the route, so that only people can tell.
     */
    static boolean maySendAgain(Payout payout, Rules rules, Instant now) {
        Attempt attempt = payout.attempts().getLast();
        Terms terms = rules.terms(attempt.provider());
        Instant restoredAt = rules.restoredAt();
        if (restoredAt == null || !rules.isRestored(payout.order())) {
            return terms.maySend(attempt.firstSentAt(), now);
        }
        boolean isInBackup = attempt.firstSentAt().isBefore(restoredAt);
        boolean onlyHere = rules.open(payout.order(), payout.attempts()).isEmpty();
        return (isInBackup || onlyHere) && terms.maySend(payout.order().authorizedAt(), now);
    }

    /**
     * With the attempt that a fact tells of, where the backup does not know it, or would have made
     * it at another gateway.
     */
    static Payout remember(Payout payout, Signal.Reported fact, Rules rules, Instant now) {
        boolean isKnown =
                payout.attempt(fact.attempt())
                        .map(attempt -> attempt.provider().equals(fact.provider()))
                        .orElse(false);
        if (isKnown
                || !rules.isRestored(payout.order())
                || fact.attempt() > MOST_ATTEMPTS
                || fact.attempt() < payout.attempts().size()) {
            return payout;
        }
        Payout filled = payout;
        for (int number = payout.attempts().size() + 1; number < fact.attempt(); number++) {
            filled = filled.with(unrecorded(payout, number, payout.provider(), now));
        }
        for (Attempt before : filled.attempts()) {
            if (before.number() < fact.attempt()) {
                filled = filled.with(before.become(AttemptState.REFUSED, "unrecorded", null));
            }
        }
        Payout remembered =
                filled.with(unrecorded(payout, fact.attempt(), fact.provider(), now))
                        .at(fact.provider(), fact.attempt() - 1);
        return remembered.state().ended()
                ? remembered
                : remembered
                        .to(PayoutState.IN_DOUBT, new Plan(Step.LOOK_UP, now))
                        .doubted(now, "remembered after a restore");
    }

    /** Its key and its request are lost; the provider's reference, which the fact has, is enough. */
    private static Attempt unrecorded(
            Payout payout, int number, ProviderName provider, Instant now) {
        String key = "unrecorded-" + payout.id() + "-" + number;
        return Attempt.first(number, provider, number - 1, new Prepared(key, "", now));
    }
}
