package io.sluice.ledger.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.application.InMemoryLedger;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.domain.AccountBalance;
import io.sluice.ledger.domain.AccountKind;
import io.sluice.ledger.domain.Balance;
import io.sluice.ledger.domain.Changed;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.EntryKind;
import io.sluice.ledger.domain.Loaded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Random histories: {@code -Dsluice.simulation.operations=} and {@code -Dsluice.simulation.seed=}
 * replay any of them.
 */
@Timeout(1_800)
class SimulationTest {

    private static final Logger LOG = LoggerFactory.getLogger(SimulationTest.class);
    private static final int OPERATIONS =
            Integer.getInteger("sluice.simulation.operations", 100_000);
    private static final long SEED =
            Long.getLong("sluice.simulation.seed", System.nanoTime() & 0xffff_ffffL);

    @Test
    void theBooksHoldWhateverComesInWhateverOrderAndHoweverOften() {
        InMemoryLedger ledger = new InMemoryLedger();
        Simulation simulation = new Simulation(SEED, ledger);
        LOG.info("simulation: seed {}, {} operations", SEED, OPERATIONS);

        replayable(SEED, () -> simulation.run(OPERATIONS));
        replayable(SEED, () -> new FinalAudit(simulation).check(ledger.accounts()));
        replayable(
                SEED,
                () ->
                        FinalAudit.checkChain(
                                ledger.transfers(), ledger.seals(), ledger.heads().values()));

        LOG.info(
                "simulation: {} withdrawals, {} transfers, {} quarantined, {} crashes,"
                        + " {} redeliveries, {} refused",
                ledger.withdrawals().size(),
                ledger.transfers().size(),
                ledger.quarantined().size(),
                simulation.crashes,
                simulation.redelivered,
                simulation.refused.size());
        assertThat(simulation.refused).as("records without an answer").isEmpty();
        assertThat(ledger.quarantined()).as("contradictions").isNotEmpty();
        assertThat(simulation.crashes).as("crashes").isPositive();
        assertThat(simulation.redelivered).as("redeliveries").isPositive();
    }

    @Test
    void theSameSeedIsTheSameHistory() {
        InMemoryLedger first = new InMemoryLedger();
        InMemoryLedger second = new InMemoryLedger();
        new Simulation(7, first).run(5_000);
        new Simulation(7, second).run(5_000);

        assertThat(first.heads()).isNotEmpty().isEqualTo(second.heads());
    }

    @Test
    void theOracleCatchesASignThatWasFlipped() {
        assertIsCaught(loaded -> loaded, SimulationTest::flipReturn);
    }

    @Test
    void theOracleCatchesADuplicateThatWasNotChecked() {
        assertIsCaught(SimulationTest::forgetAnswers, decision -> decision);
    }

    @Test
    void theOracleCatchesMoneyThatWasReleasedTwice() {
        assertIsCaught(loaded -> loaded, SimulationTest::releaseTwice);
    }

    private static void assertIsCaught(
            UnaryOperator<Loaded> before, UnaryOperator<Decision> after) {
        InMemoryLedger ledger = new InMemoryLedger();
        LedgerStore planted =
                (reach, decide) ->
                        ledger.commit(
                                reach, loaded -> after.apply(decide.apply(before.apply(loaded))));
        Simulation simulation = new Simulation(11, planted);

        assertThatThrownBy(
                        () -> {
                            simulation.run(20_000);
                            new FinalAudit(simulation).check(ledger.accounts());
                        })
                .isInstanceOf(Oracle.Violation.class);
    }

    /** What was seen before is not remembered. */
    private static Loaded forgetAnswers(Loaded loaded) {
        return new Loaded(
                loaded.heads(),
                loaded.balances(),
                loaded.withdrawals(),
                loaded.payouts(),
                loaded.attempts(),
                loaded.quarantined(),
                Map.of(),
                Map.of());
    }

    /** A return is taken from the wallet instead of given to it. */
    private static Decision flipReturn(Decision decision) {
        return moved(decision, EntryKind.RETURN, -2);
    }

    private static Decision releaseTwice(Decision decision) {
        return moved(decision, EntryKind.RELEASE, 1);
    }

    private static Decision moved(Decision decision, EntryKind kind, long times) {
        List<Changed<AccountBalance>> accounts =
                decision.accounts().stream().map(row -> moved(decision, row, kind, times)).toList();
        return new Decision(
                decision.transfers(),
                decision.seals(),
                accounts,
                decision.withdrawals(),
                decision.payouts(),
                decision.attempts(),
                decision.quarantined(),
                decision.resolutions(),
                decision.answered(),
                decision.walletTransfers(),
                decision.outcomes());
    }

    private static Changed<AccountBalance> moved(
            Decision decision, Changed<AccountBalance> row, EntryKind kind, long times) {
        AccountBalance account = row.value();
        long wrong =
                decision.transfers().stream()
                        .filter(transfer -> transfer.kind() == kind)
                        .filter(transfer -> transfer.credit().equals(account.account().id()))
                        .mapToLong(transfer -> transfer.amount().minorUnits())
                        .sum();
        if (account.account().kind() != AccountKind.WALLET || wrong == 0) {
            return row;
        }
        Balance balance =
                new Balance(
                        account.balance().amount() + times * wrong, account.balance().overdraft());
        return new Changed<>(new AccountBalance(account.account(), balance), row.isNew());
    }

    private static void replayable(long seed, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "replay with -Dsluice.simulation.seed="
                            + seed
                            + " -Dsluice.simulation.operations="
                            + OPERATIONS,
                    e);
        }
    }
}
