package io.sluice.gateway.domain;

import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Payouts in every state, and the two kinds of providers. */
final class Fixtures {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final ProviderName REPLAYING = new ProviderName("replaying");
    static final ProviderName FINDING = new ProviderName("finding");
    static final Terms.Timing TIMING =
            new Terms.Timing(
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30));
    static final Rules RULES = rules(Set.of());
    static final long AMOUNT = 250_000;
    static final int CLAIM = 7;
    static final Prepared PREPARED = new Prepared("key-1", "sealed", NOW);

    private Fixtures() {}

    static Rules rules(Set<ProviderName> unavailable) {
        return new Rules(
                Map.of(
                        REPLAYING,
                        new Rules.Contract(
                                new Terms(new Terms.Replay(Duration.ofHours(20)), false, TIMING),
                                Coverage.EVERYTHING),
                        FINDING,
                        new Rules.Contract(
                                new Terms(
                                        new Terms.FindOrder(
                                                Duration.ofMinutes(2), Duration.ofMinutes(15)),
                                        true,
                                        TIMING),
                                Coverage.EVERYTHING)),
                unavailable,
                null);
    }

    static PayoutOrder order(ProviderName... route) {
        return order(new SplittableRandom(1), NOW.minusSeconds(60), route);
    }

    static PayoutOrder order(RandomGenerator random, Instant authorizedAt, ProviderName... route) {
        return new PayoutOrder(
                PayoutId.mint(new Slot(7), NOW, random),
                WithdrawalId.mint(new Slot(7), NOW, random),
                new Money(AMOUNT, Currency.getInstance("TRY")),
                "merchant",
                "Sandbox",
                "user-12345",
                List.of(route),
                new EncryptedDestination("key", "sealed", "TR"),
                authorizedAt,
                "0190a8c0-5b7e-8c3d-9f2a-1b2c3d4e5f60",
                null);
    }

    static Attempt attempt(ProviderName provider, AttemptState state, @Nullable String reference) {
        return new Attempt(
                1,
                provider,
                0,
                "key-1",
                "sealed",
                state,
                reference,
                reference != null,
                reference != null,
                NOW.minusSeconds(30),
                NOW.minusSeconds(30),
                1,
                null,
                null,
                Attempt.Paid.NOTHING);
    }

    /** A payout of the first provider, with the second as the next of its route, due now. */
    static Payout in(PayoutState state, ProviderName first, ProviderName second) {
        Payout bare = authorized(first, second);
        return switch (state) {
            case AUTHORIZED -> bare;
            case SENDING -> of(bare, state, Step.SEND, attempt(first, AttemptState.SENDING, null));
            case SUBMITTED ->
                    of(bare, state, Step.LOOK_UP, attempt(first, AttemptState.ACCEPTED, "ref-1"));
            case IN_DOUBT ->
                    of(
                                    bare,
                                    state,
                                    first.equals(REPLAYING) ? Step.SEND_AGAIN : Step.LOOK_UP,
                                    attempt(first, AttemptState.IN_DOUBT, null))
                            .doubted(NOW.minusSeconds(20), "time-out");
            case SENT -> ended(bare, state, AttemptState.SENT, AMOUNT, 0);
            case REJECTED -> ended(bare, state, AttemptState.REJECTED, 0, 0);
            case RETURNED -> ended(bare, state, AttemptState.RETURNED, AMOUNT, AMOUNT);
            case CANCELLED -> ended(bare, state, AttemptState.CANCELLED, 0, 0);
        };
    }

    static Payout authorized(ProviderName first, ProviderName second) {
        return Payout.authorized(order(first, second), RULES, NOW).next();
    }

    private static Payout of(Payout bare, PayoutState state, Step step, Attempt attempt) {
        return new Payout(
                bare.order(),
                state,
                bare.provider(),
                0,
                CLAIM,
                new Plan(step, NOW),
                0,
                null,
                null,
                List.of(attempt));
    }

    private static Payout ended(
            Payout bare, PayoutState state, AttemptState how, long sent, long returned) {
        Attempt attempt =
                attempt(bare.provider(), how, "ref-1")
                        .paidNow(new Attempt.Paid(sent, returned, 0, sent > 0));
        return new Payout(
                bare.order(),
                state,
                bare.provider(),
                0,
                CLAIM,
                null,
                0,
                null,
                null,
                List.of(attempt));
    }

    static Finding finding(Finding.Effect effect, long sent, long returned, boolean isFinal) {
        return new Finding(
                effect, new Attempt.Paid(sent, returned, 0, isFinal), "MS03", "word", NOW);
    }
}
