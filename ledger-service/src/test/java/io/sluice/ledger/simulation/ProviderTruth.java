package io.sluice.ledger.simulation;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.PayoutStatusReported;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What providers do with one payout, as facts in the order in which they happen.
 *
 * @param isHonest nothing in it contradicts anything
 * @param ends the last word is among the facts
 * @param sent what an honest payout comes to
 */
record ProviderTruth(List<PayoutStatusReported> facts, boolean isHonest, boolean ends, long sent) {

    private static final Duration STEP = Duration.ofMillis(1_500);

    static ProviderTruth of(PayoutAuthorized payout, Instant from, SplittableRandom random) {
        Teller teller = new Teller(payout, from, random);
        int dice = random.nextInt(100);
        if (dice < 40) {
            return teller.paid(random.nextInt(3) == 0);
        }
        if (dice < 55) {
            return teller.rejected();
        }
        if (dice < 70) {
            return teller.paidAndReturned();
        }
        if (dice < 75) {
            return teller.paidBelow();
        }
        return teller.contradiction(random.nextInt(7));
    }

    /** Tells facts one after the other. */
    private static final class Teller {

        private final PayoutAuthorized payout;
        private final SplittableRandom random;
        private final List<PayoutStatusReported> facts = new ArrayList<>();
        private final int attempt;
        private final String provider;
        private final long amount;
        private Instant at;

        Teller(PayoutAuthorized payout, Instant from, SplittableRandom random) {
            this.payout = payout;
            this.random = random;
            this.at = from;
            this.attempt = 1 + random.nextInt(2);
            this.provider = random.nextBoolean() ? "pientegra" : "praxis";
            this.amount = payout.amount();
        }

        private void say(int no, FactStatus status, long sent, long returned, boolean last) {
            at = at.plus(STEP);
            long fee = sent > 0 && amount % 3 == 0 ? 1 + amount % 5 : 0;
            facts.add(
                    new PayoutStatusReported(
                            payout.withdrawalId(),
                            payout.payoutId(),
                            no,
                            status,
                            sent,
                            returned,
                            payout.currency(),
                            last,
                            fee,
                            provider,
                            "ref-" + no,
                            status == FactStatus.REJECTED ? "AC04" : null,
                            at,
                            FactSource.CALLBACK));
        }

        private void start() {
            say(attempt, FactStatus.CREATED, 0, 0, false);
            say(attempt, FactStatus.APPROVED, 0, 0, false);
        }

        private ProviderTruth told(boolean honest, long sent) {
            return new ProviderTruth(List.copyOf(facts), honest, true, sent);
        }

        ProviderTruth paid(boolean inTwoSteps) {
            start();
            if (inTwoSteps && amount > 1) {
                say(attempt, FactStatus.SENT, 1 + random.nextLong(amount - 1), 0, false);
            }
            say(attempt, FactStatus.SENT, amount, 0, true);
            return told(true, amount);
        }

        ProviderTruth rejected() {
            start();
            say(attempt, FactStatus.REJECTED, 0, 0, true);
            return told(true, 0);
        }

        ProviderTruth paidAndReturned() {
            paid(false);
            long first = 1 + random.nextLong(amount);
            say(attempt, FactStatus.RETURNED, amount, first, true);
            if (first < amount && random.nextBoolean()) {
                say(attempt, FactStatus.RETURNED, amount, amount, true);
            }
            return told(true, amount);
        }

        ProviderTruth paidBelow() {
            start();
            long sent = amount == 1 ? 1 : 1 + random.nextLong(amount - 1);
            say(attempt, FactStatus.SENT, sent, 0, true);
            return told(sent == amount, sent);
        }

        ProviderTruth contradiction(int kind) {
            start();
            switch (kind) {
                case 0 -> {
                    say(attempt, FactStatus.REJECTED, 0, 0, true);
                    say(attempt, FactStatus.SENT, amount, 0, true);
                    say(attempt, FactStatus.RETURNED, amount, 1 + random.nextLong(amount), true);
                }
                case 1 -> {
                    say(attempt, FactStatus.SENT, amount, 0, true);
                    say(attempt, FactStatus.REJECTED, 0, 0, true);
                }
                case 2 -> say(attempt, FactStatus.SENT, amount + 1 + random.nextInt(9), 0, true);
                case 3 -> {
                    say(attempt, FactStatus.SENT, amount, 0, true);
                    say(attempt + 1, FactStatus.SENT, amount, 0, true);
                    say(attempt + 1, FactStatus.RETURNED, amount, amount, true);
                }
                case 4 -> {
                    say(attempt + 1, FactStatus.REJECTED, 0, 0, true);
                    say(attempt, FactStatus.SENT, amount, 0, true);
                }
                case 5 -> {
                    say(attempt, FactStatus.SENT, amount, 0, true);
                    say(attempt, FactStatus.SENT, amount / 2, 0, false);
                    say(attempt, FactStatus.SENT, 0, 0, false);
                }
                default -> {
                    say(attempt, FactStatus.SENT, (amount + 1) / 2, 0, true);
                    say(attempt, FactStatus.SENT, amount, amount / 3, true);
                }
            }
            return told(false, 0);
        }
    }
}
