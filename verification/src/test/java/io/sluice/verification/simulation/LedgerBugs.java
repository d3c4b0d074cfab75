package io.sluice.verification.simulation;

import io.sluice.contracts.Envelope;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Loaded;
import io.sluice.verification.simulation.service.Seams;

import java.util.Map;
import java.util.function.Consumer;

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
}
