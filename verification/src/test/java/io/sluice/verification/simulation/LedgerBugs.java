package io.sluice.verification.simulation;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.WithdrawalEvent;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Loaded;
import io.sluice.ledger.domain.Withdrawal;
import io.sluice.ledger.domain.WithdrawalState;
import io.sluice.messaging.BatchHandler;
import io.sluice.verification.simulation.service.Seams;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Bugs in how the ledger keeps its books. */
final class LedgerBugs {

    private LedgerBugs() {}

    static final class SkipsTheInbox extends Seams {

        @Override
        public LedgerStore ledgerStore(LedgerStore real, Consumer<Envelope<?>> publish) {
            return (reach, decide) ->
                    real.commit(reach, loaded -> decide.apply(withoutAnswers(loaded)));
        }

        private static Loaded withoutAnswers(Loaded loaded) {
            return new Loaded(
                    loaded.heads(),
                    loaded.balances(),
                    loaded.withdrawals(),
                    loaded.payouts(),
                    loaded.attempts(),
                    loaded.quarantined(),
                    Map.of(),
                    loaded.walletTransfers());
        }
    }

    static final class PublishesBeforeTheCommit extends Seams {

        @Override
        public LedgerStore ledgerStore(LedgerStore real, Consumer<Envelope<?>> publish) {
            return (reach, decide) ->
                    real.commit(
                            reach,
                            loaded -> {
                                Decision decision = decide.apply(loaded);
                                decision.outcomes().forEach(publish);
                                return decision;
                            });
        }
    }

    static final class SettlesTwice extends Seams {

        @Override
        public LedgerStore ledgerStore(LedgerStore real, Consumer<Envelope<?>> publish) {
            return (reach, decide) ->
                    real.commit(reach, loaded -> decide.apply(withoutAttempts(loaded)));
        }

        private static Loaded withoutAttempts(Loaded loaded) {
            return new Loaded(
                    loaded.heads(),
                    loaded.balances(),
                    loaded.withdrawals(),
                    loaded.payouts(),
                    Map.of(),
                    loaded.quarantined(),
                    loaded.answered(),
                    loaded.walletTransfers());
        }
    }

    /** Sees withdrawals other than they are, while a batch asks something of them. */
    private abstract static class Misreads extends Seams {

        private Set<WithdrawalId> asked = Set.of();

        abstract boolean isAsked(SluiceEvent event);

        abstract Withdrawal misread(Withdrawal real);

        @Override
        public BatchHandler handler(String group, BatchHandler real) {
            return group.equals("ledger-service")
                    ? batch -> {
                        asked =
                                batch.stream()
                                        .map(record -> record.envelope().data())
                                        .filter(this::isAsked)
                                        .map(event -> ((WithdrawalEvent) event).withdrawalId())
                                        .collect(Collectors.toSet());
                        return real.handle(batch);
                    }
                    : real;
        }

        @Override
        public LedgerStore ledgerStore(LedgerStore real, Consumer<Envelope<?>> publish) {
            return (reach, decide) -> real.commit(reach, loaded -> decide.apply(misread(loaded)));
        }

        private Loaded misread(Loaded loaded) {
            Map<WithdrawalId, Withdrawal> seen = new HashMap<>(loaded.withdrawals());
            asked.forEach(id -> seen.computeIfPresent(id, (_, real) -> misread(real)));
            return new Loaded(
                    loaded.heads(),
                    loaded.balances(),
                    seen,
                    loaded.payouts(),
                    loaded.attempts(),
                    loaded.quarantined(),
                    loaded.answered(),
                    loaded.walletTransfers());
        }
    }

    static final class CountsTheRemainderTwice extends Misreads {

        @Override
        boolean isAsked(SluiceEvent event) {
            return event instanceof WithdrawalEvent.PayoutOrdered;
        }

        @Override
        Withdrawal misread(Withdrawal real) {
            return new Withdrawal(real.terms(), real.totals(), 0, real.state(), real.sequence());
        }
    }

    static final class CancelsWhatIsUnderWay extends Misreads {

        @Override
        boolean isAsked(SluiceEvent event) {
            return event instanceof WithdrawalEvent.CancellationRequested;
        }

        @Override
        Withdrawal misread(Withdrawal real) {
            return real.state() == WithdrawalState.PROCESSING
                    ? new Withdrawal(
                            real.terms(), real.totals(), 0, WithdrawalState.OPEN, real.sequence())
                    : real;
        }
    }
}
