package io.sluice.ledger.simulation;

import static io.sluice.ledger.simulation.Oracle.expect;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.WalletKey;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.AccountKind;
import io.sluice.ledger.domain.ChainAudit;
import io.sluice.ledger.domain.ChainHead;
import io.sluice.ledger.domain.PostedTransfer;
import io.sluice.ledger.domain.Seal;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When everything has come to rest: what the accounts hold is what the inputs say they must. */
public final class FinalAudit {

    private record Shared(AccountKind kind, String currency, String provider) {}

    private record AttemptOf(PayoutId payout, int attempt) {}

    /** The highest word of an attempt: what was really paid, whatever order it was told in. */
    private static final class Truth {
        private long sent;
        private long returned;
        private long fee;
        private String provider = "";
        private String currency = "";
    }

    private final Simulation simulation;
    private final Oracle oracle;
    private final Map<AttemptOf, Truth> truths = new HashMap<>();
    private final Map<Shared, Long> expected = new HashMap<>();
    private final Map<Shared, Long> found = new HashMap<>();

    public FinalAudit(Simulation simulation) {
        this.simulation = simulation;
        this.oracle = simulation.oracle;
    }

    public void check(Collection<AccountBalance> accounts) {
        Map<String, Long> sums = new HashMap<>();
        for (AccountBalance row : accounts) {
            String currency = row.account().currency().getCurrencyCode();
            sums.merge(currency, row.balance().amount(), Math::addExact);
            wallet(row);
            if (row.account().wallet() == null) {
                String provider = row.account().provider();
                found.merge(
                        new Shared(
                                row.account().kind(), currency, provider == null ? "" : provider),
                        row.balance().amount(),
                        Math::addExact);
            }
        }
        sums.forEach(
                (currency, sum) -> expect(sum == 0, "%s: debits and credits: %s", currency, sum));
        shared();
        outcomes();
    }

    /** A wallet holds what went in, less what is set aside and what was sent. */
    private void wallet(AccountBalance row) {
        WalletKey wallet = row.account().wallet();
        if (wallet == null) {
            return;
        }
        long expectedBalance =
                row.account().kind() == AccountKind.WALLET
                        ? oracle.state.balance(wallet)
                        : oracle.state.withdrawals.values().stream()
                                .filter(one -> one.request.wallet().equals(wallet))
                                .filter(one -> !one.isFinalDebit())
                                .mapToLong(OracleWithdrawal::outstanding)
                                .sum();
        expect(
                row.balance().amount() == expectedBalance,
                "%s of %s: %s (expected: %s)",
                row.account().kind(),
                wallet,
                row.balance().amount(),
                expectedBalance);
    }

    /** Shared accounts hold what the facts and the funding come to, added up here anew. */
    private void shared() {
        for (Envelope<?> input : oracle.inputs.values()) {
            if (input.data() instanceof PayoutStatusReported fact
                    && simulation.truths.containsKey(fact.payoutId())) {
                take(fact);
            }
        }
        for (Truth truth : truths.values()) {
            add(
                    AccountKind.CLEARING,
                    truth,
                    truth.provider,
                    truth.sent - truth.returned + truth.fee);
            add(AccountKind.FEES, truth, "", -truth.fee);
            add(AccountKind.SUSPENSE, truth, "", truth.returned - truth.sent);
        }
        for (OracleWithdrawal withdrawal : oracle.state.withdrawals.values()) {
            String currency = withdrawal.request.currency().getCurrencyCode();
            expected.merge(
                    new Shared(AccountKind.SUSPENSE, currency, ""),
                    withdrawal.settled - withdrawal.returned,
                    Math::addExact);
        }
        oracle.state.funded.forEach(
                (wallet, amount) ->
                        expected.merge(
                                new Shared(
                                        AccountKind.FUNDING,
                                        wallet.currency().getCurrencyCode(),
                                        ""),
                                -amount,
                                Math::addExact));
        expected.values().removeIf(amount -> amount == 0);
        found.values().removeIf(amount -> amount == 0);
        expect(expected.equals(found), "shared accounts: %s (expected: %s)", found, expected);
    }

    private void take(PayoutStatusReported fact) {
        Truth truth =
                truths.computeIfAbsent(
                        new AttemptOf(fact.payoutId(), fact.attempt()), _ -> new Truth());
        truth.sent = Math.max(truth.sent, fact.sentTotal());
        truth.returned = Math.max(truth.returned, fact.returnedTotal());
        truth.fee = Math.max(truth.fee, fact.fee());
        truth.provider = fact.provider();
        truth.currency = fact.currency().getCurrencyCode();
    }

    private void add(AccountKind kind, Truth truth, String provider, long amount) {
        expected.merge(new Shared(kind, truth.currency, provider), amount, Math::addExact);
    }

    /** Honest payouts end as they were paid, with nothing in quarantine; commands are answered. */
    private void outcomes() {
        for (OracleWithdrawal withdrawal : oracle.state.withdrawals.values()) {
            withdrawal.ordered.keySet().forEach(payout -> honest(withdrawal, payout));
            expect(
                    (withdrawal.request.processing() == Processing.MANAGED && !withdrawal.closed)
                            || !withdrawal.wasStarted()
                            || withdrawal.out() > 0
                            || withdrawal.outstanding() == 0,
                    "neither paid nor released: %s",
                    withdrawal.request);
        }
        List<Envelope<?>> unanswered =
                oracle.unanswered().stream()
                        .filter(input -> !simulation.refused.contains(input))
                        .toList();
        expect(unanswered.isEmpty(), "unanswered: %s", unanswered);
    }

    private void honest(OracleWithdrawal withdrawal, PayoutId payout) {
        ProviderTruth truth = simulation.truths.get(payout);
        if (truth == null || !truth.isHonest()) {
            return;
        }
        long settled = withdrawal.settledOf.getOrDefault(payout, 0L);
        expect(settled == truth.sent(), "%s settled %s of %s", payout, settled, truth);
        expect(!withdrawal.open.containsKey(payout), "%s is still out: %s", payout, truth);
        expect(!oracle.state.quarantined.contains(payout), "quarantined: %s", truth);
    }

    /** The chain follows from its beginning, and each seal was published as it is kept. */
    static void checkChain(
            List<PostedTransfer> transfers, List<Seal> seals, Collection<ChainHead> heads) {
        for (ChainHead head : heads) {
            ChainAudit audit = new ChainAudit(head.partition());
            String broken =
                    audit.follow(
                            seals.stream()
                                    .filter(seal -> seal.partition() == head.partition())
                                    .toList(),
                            transfers.stream()
                                    .filter(one -> one.partition() == head.partition())
                                    .toList());
            expect(broken == null, "chain: %s", broken);
            String end = audit.end(head);
            expect(end == null, "chain: %s", end);
        }
    }
}
