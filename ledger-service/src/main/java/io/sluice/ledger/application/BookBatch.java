package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.ledger.domain.Bookkeeping;
import io.sluice.ledger.domain.ChartOfAccounts;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Reach;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.util.List;

/** Books a batch of records, in their order, in one commit. */
public final class BookBatch {

    private final LedgerStore store;
    private final DecidedTransfers decided;
    private final Clock clock;

    public BookBatch(LedgerStore store, DecidedTransfers decided, Clock clock) {
        this.store = store;
        this.decided = decided;
        this.clock = clock;
    }

    /**
     * Books all records or none. A record that was booked before is not booked again, and leads to
     * the same outcomes.
     *
     * @return what was decided; {@link io.sluice.ledger.domain.RecordRefused} names a record that
     *     can never be booked, and nothing is written
     */
    public Mono<Decision> book(List<Envelope<?>> batch) {
        return Mono.defer(
                () -> {
                    ChartOfAccounts chart = new ChartOfAccounts();
                    Reach reach = Reach.of(batch, chart);
                    return store.commit(
                                    reach,
                                    loaded ->
                                            Bookkeeping.decide(
                                                    loaded, chart, batch, clock.instant()))
                            .doOnNext(decision -> decided.announce(decision.walletTransfers()));
                });
    }
}
