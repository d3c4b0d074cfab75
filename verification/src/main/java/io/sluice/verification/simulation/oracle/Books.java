package io.sluice.verification.simulation.oracle;

import static io.sluice.verification.simulation.world.Violation.unless;

import io.sluice.contracts.WalletKey;
import io.sluice.ledger.application.InMemoryLedger;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.AccountKind;
import io.sluice.ledger.domain.Attempt;
import io.sluice.ledger.domain.AttemptKey;
import io.sluice.ledger.domain.ChainAudit;
import io.sluice.ledger.domain.ChainHead;
import io.sluice.verification.simulation.provider.Payment;
import io.sluice.verification.simulation.provider.Providers;

import java.util.HashMap;
import java.util.Map;

/** Holds the ledger's accounts against what was funded, settled, and really paid. */
final class Books {

    private final InMemoryLedger ledger;
    private final Oracle oracle;
    private final Providers providers;
    private final Map<String, Long> funded;

    /**
     * @param funded what each user's wallet was credited with
     */
    Books(InMemoryLedger ledger, Oracle oracle, Providers providers, Map<String, Long> funded) {
        this.ledger = ledger;
        this.oracle = oracle;
        this.providers = providers;
        this.funded = funded;
    }

    void audit() {
        balance();
        wallets();
        clearing();
        chains();
    }

    private void balance() {
        long sum =
                ledger.accounts().stream()
                        .mapToLong(row -> row.balance().amount())
                        .reduce(0, Math::addExact);
        unless(sum == 0, "debits and credits differ by %s", sum);
    }

    private void wallets() {
        Map<String, Long> expected = new HashMap<>(funded);
        for (Story story : oracle.stories()) {
            expected.merge(
                    story.request.externalUserId(),
                    story.returned() - story.settled(),
                    Math::addExact);
        }
        for (AccountBalance row : ledger.accounts()) {
            WalletKey wallet = row.account().wallet();
            if (wallet == null) {
                continue;
            }
            long should =
                    row.account().kind() == AccountKind.WALLET
                            ? expected.getOrDefault(wallet.externalUserId(), 0L)
                            : 0;
            unless(
                    row.balance().amount() == should,
                    "%s of %s: %s (expected: %s)",
                    row.account().kind(),
                    wallet,
                    row.balance().amount(),
                    should);
        }
    }

    /** Clearing holds what each provider really paid, with its fees, less what came back. */
    private void clearing() {
        Map<String, Long> expected = new HashMap<>();
        for (Payment payment : providers.payments().toList()) {
            if (!payment.hasLied() || booked(payment) > 0) {
                expected.merge(
                        payment.provider(),
                        left(payment) - payment.returned() + payment.fee(),
                        Math::addExact);
            }
        }
        Map<String, Long> found = new HashMap<>();
        for (AccountBalance row : ledger.accounts()) {
            String provider = row.account().provider();
            if (row.account().kind() == AccountKind.CLEARING && provider != null) {
                found.merge(provider, row.balance().amount(), Math::addExact);
            }
        }
        expected.values().removeIf(amount -> amount == 0);
        found.values().removeIf(amount -> amount == 0);
        unless(expected.equals(found), "clearing: %s (paid: %s)", found, expected);
    }

    /** What operators have vouched for is more than that where another amount was paid. */
    private long left(Payment payment) {
        return payment.bookable() == payment.paid() ? payment.paid() : booked(payment);
    }

    private long booked(Payment payment) {
        Attempt attempt =
                ledger.attempts()
                        .get(new AttemptKey(payment.ours().payoutId(), payment.ours().attempt()));
        return attempt == null ? 0 : attempt.sent();
    }

    private void chains() {
        for (ChainHead head : ledger.heads().values()) {
            ChainAudit audit = new ChainAudit(head.partition());
            String broken =
                    audit.follow(
                            ledger.seals().stream()
                                    .filter(seal -> seal.partition() == head.partition())
                                    .toList(),
                            ledger.transfers().stream()
                                    .filter(one -> one.partition() == head.partition())
                                    .toList());
            unless(broken == null, "chain: %s", String.valueOf(broken));
            String end = audit.end(head);
            unless(end == null, "chain: %s", String.valueOf(end));
        }
    }
}
