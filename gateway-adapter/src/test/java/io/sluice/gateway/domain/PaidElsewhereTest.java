package io.sluice.gateway.domain;

import static io.sluice.gateway.domain.Fixtures.AMOUNT;
import static io.sluice.gateway.domain.Fixtures.FINDING;
import static io.sluice.gateway.domain.Fixtures.NOW;
import static io.sluice.gateway.domain.Fixtures.PREPARED;
import static io.sluice.gateway.domain.Fixtures.REPLAYING;
import static io.sluice.gateway.domain.Fixtures.RULES;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** A gateway that had refused an attempt paid it after all: what is not yet sent is not sent. */
class PaidElsewhereTest {

    private static final Instant LEASE_END = NOW.plusSeconds(60);

    private static Decision decide(Payout payout, Signal signal) {
        return Transitions.decide(payout, signal, RULES, NOW);
    }

    private static Payout sending(ProviderName first, ProviderName second) {
        Payout refused =
                decide(
                                Fixtures.in(PayoutState.SENDING, first, second),
                                new Signal.Refused(1, Fixtures.CLAIM, Refusal.of("AM04")))
                        .next();
        Prepared prepared = new Prepared("key-2", "sealed", NOW);
        return decide(refused, new Signal.Claimed(LEASE_END, prepared)).next();
    }

    private static Signal firstWasPaid(ProviderName first) {
        return new Signal.Reported(
                1,
                first,
                FactStatus.SENT,
                new Attempt.Paid(AMOUNT, 0, 0, true),
                "ref-1",
                null,
                FactSource.CALLBACK);
    }

    @Test
    void aDeferredAttemptIsNotSentAgain() {
        Payout sending = sending(REPLAYING, FINDING);
        Payout deferred =
                decide(
                                sending,
                                new Signal.Deferred(
                                        2, sending.claim(), "429", Duration.ofSeconds(1)))
                        .next();
        assertThat(deferred.state()).isEqualTo(PayoutState.AUTHORIZED);

        Payout known = decide(deferred, firstWasPaid(REPLAYING)).next();

        assertThat(known.state()).isEqualTo(PayoutState.SENT);
        assertThat(known.plan()).isNull();
    }

    @Test
    void aDoubtAboutTheNextAttemptIsTakenBackInsteadOfSentAgain() {
        Payout sending = sending(REPLAYING, FINDING);
        Payout doubt = decide(sending, unclear(sending)).next();
        Payout unprocessed =
                decide(doubt, new Signal.FoundUnprocessed(2, doubt.claim(), "ref-2")).next();
        assertThat(unprocessed.plan()).isEqualTo(new Plan(Step.SEND_AGAIN, NOW));

        Payout known = decide(unprocessed, firstWasPaid(REPLAYING)).next();
        Payout claimed = decide(known, new Signal.Claimed(LEASE_END, PREPARED)).next();
        Payout ended = decide(claimed, new Signal.TakenBack(2, claimed.claim())).next();

        assertThat(claimed.plan()).isEqualTo(new Plan(Step.CANCEL, LEASE_END));
        assertThat(ended.state()).isEqualTo(PayoutState.SENT);
        assertThat(ended.attempts().getLast().state()).isEqualTo(AttemptState.CANCELLED);
    }

    @Test
    void whereNothingCanBeTakenBackPeopleMustLook() {
        Payout sending = sending(FINDING, REPLAYING);
        Payout known =
                decide(decide(sending, unclear(sending)).next(), firstWasPaid(FINDING)).next();

        Payout later =
                Transitions.decide(
                                known,
                                new Signal.Claimed(LEASE_END, PREPARED),
                                RULES,
                                NOW.plusSeconds(30))
                        .next();

        assertThat(later.state()).isEqualTo(PayoutState.IN_DOUBT);
        assertThat(later.plan()).isNull();
    }

    private static Signal unclear(Payout payout) {
        return new Signal.Unclear(2, payout.claim(), "time-out", null, false);
    }
}
