package io.sluice.ledger.application;

import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.Loaded;
import io.sluice.ledger.domain.Reach;

import reactor.core.publisher.Mono;

import java.util.function.Function;

/** Where the books are kept. */
public interface LedgerStore {

    /**
     * Locks the partitions in their order, loads what the batch touches, has it decided, and writes
     * the decision: all in one transaction, or nothing.
     *
     * <p>An exception of {@code decide} undoes everything and is passed on. When the answer is lost
     * on its way (a time-out, a broken connection) it is unknown whether the decision stands: the
     * batch is to be committed again, and finds its own answers. {@code decide} may be called more
     * than once, with other books.
     */
    Mono<Decision> commit(Reach reach, Function<Loaded, Decision> decide);
}
