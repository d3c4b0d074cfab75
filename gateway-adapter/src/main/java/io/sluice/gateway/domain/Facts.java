package io.sluice.gateway.domain;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.gateway.domain.Decision.Declined;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What a provider states about an attempt, from wherever we have it. */
final class Facts {

    private Facts() {}

    /** What our own call found: applied, and published where it says something new. */
    static Decision found(
            Payout payout,
            int number,
            Finding finding,
            FactSource source,
            Rules rules,
            Instant now) {
        FactStatus status = finding.fact();
        if (status == null) {
            return Decision.declined(payout, Declined.NOTHING_NEW);
        }
        Attempt before = payout.attempts().get(number - 1);
        boolean told =
                status != FactStatus.REJECTED
                        ? before.paid().grownTo(finding.paid()).equals(before.paid())
                        : before.state() == AttemptState.REJECTED
                                || before.state() == AttemptState.CANCELLED
                                || before.state() == AttemptState.REFUSED
                                || !payout.isCurrent(number);
        if (told) {
            return Decision.declined(payout, Declined.NOTHING_NEW);
        }
        Decision absorbed =
                absorb(payout, number, status, finding.paid(), finding.reasonCode(), rules, now);
        Attempt named = before.become(before.state(), null, finding.reasonCode());
        Attempt stated =
                status == FactStatus.REJECTED
                        ? named.stating(finding.paid())
                        : named.paidNow(finding.paid());
        return new Decision(
                absorbed.next(),
                List.of(fact(payout, stated, status, finding.occurredAt(), source)),
                null);
    }

    /** A confirmed fact that everybody has heard: applied only. */
    static Decision reported(Payout known, Signal.Reported fact, Rules rules, Instant now) {
        Payout payout = Restored.remember(known, fact, rules, now);
        if (payout.attempt(fact.attempt()).isEmpty()) {
            return Decision.declined(payout, Declined.NO_SUCH_ATTEMPT);
        }
        Decision taken =
                fact.source() == FactSource.OPERATOR || fact.status() == FactStatus.REJECTED
                        ? Decision.declined(payout, Declined.NOTHING_NEW)
                        : Answers.takenUp(payout, fact.attempt(), fact.reference(), rules, now);
        return taken.then(
                absorb(
                        taken.next(),
                        fact.attempt(),
                        fact.status(),
                        fact.paid(),
                        fact.reasonCode(),
                        rules,
                        now));
    }

    static Decision absorb(
            Payout payout,
            int number,
            FactStatus status,
            Attempt.Paid paid,
            @Nullable String reasonCode,
            Rules rules,
            Instant now) {
        return switch (status) {
            case CREATED, APPROVED -> Decision.declined(payout, Declined.NOTHING_NEW);
            case REJECTED -> rejected(payout, number, reasonCode);
            case SENT, RETURNED -> paid(payout, number, paid, reasonCode, rules, now);
        };
    }

    private static Decision rejected(Payout payout, int number, @Nullable String reasonCode) {
        Attempt attempt = payout.attempts().get(number - 1);
        if (attempt.paid().sentTotal() > 0) {
            return Decision.declined(payout, Declined.CONTRADICTS);
        }
        if (!payout.isCurrent(number)) {
            return Decision.declined(payout, Declined.NOTHING_NEW);
        }
        return switch (payout.state()) {
            case SENDING, SUBMITTED, IN_DOUBT ->
                    Decision.moved(
                            payout.with(
                                            attempt.become(
                                                    AttemptState.REJECTED, "rejected", reasonCode))
                                    .to(payout.endUnpaid(PayoutState.REJECTED), null));
            case AUTHORIZED, REJECTED, CANCELLED -> Decision.declined(payout, Declined.NOTHING_NEW);
            case SENT, RETURNED -> Decision.declined(payout, Declined.CONTRADICTS);
        };
    }

    /** Money moved: true whatever we thought, of whichever attempt. */
    private static Decision paid(
            Payout payout,
            int number,
            Attempt.Paid paid,
            @Nullable String reasonCode,
            Rules rules,
            Instant now) {
        Attempt before = payout.attempts().get(number - 1);
        Attempt grown = before.paidNow(paid);
        boolean back = grown.paid().returnedTotal() > 0;
        boolean over = grown.paid().isFinal() || back;
        Attempt attempt =
                back
                        ? grown.become(AttemptState.RETURNED, "returned", reasonCode)
                        : over ? grown.become(AttemptState.SENT, "sent", reasonCode) : grown;
        if (attempt.equals(before)) {
            return Decision.declined(payout, Declined.NOTHING_NEW);
        }
        Payout next = payout.with(attempt);
        PayoutState end = back ? PayoutState.RETURNED : PayoutState.SENT;
        if (!payout.isCurrent(number)) {
            // An earlier attempt was paid after all: what is still to be sent is not sent.
            return Decision.moved(
                    payout.state() == PayoutState.AUTHORIZED ? next.to(end, null) : next);
        }
        if (over) {
            return Decision.moved(next.to(end, null));
        }
        return Decision.moved(
                payout.state().ended() ? next : Answers.whileSubmitted(next, rules, now).next());
    }

    /** The attempt's totals as they stand, as a fact for everybody. */
    static PayoutStatusReported fact(
            Payout payout,
            Attempt attempt,
            FactStatus status,
            Instant occurredAt,
            FactSource source) {
        boolean isFinal = status != FactStatus.SENT || attempt.paid().isFinal();
        return new PayoutStatusReported(
                payout.order().withdrawalId(),
                payout.id(),
                attempt.number(),
                status,
                attempt.paid().sentTotal(),
                attempt.paid().returnedTotal(),
                payout.order().currency(),
                isFinal,
                attempt.paid().fee(),
                attempt.provider().value(),
                attempt.reference(),
                attempt.reasonCode(),
                occurredAt,
                source);
    }
}
