package io.sluice.ledger.application;

import io.sluice.ledger.domain.Reference;
import io.sluice.ledger.domain.WalletTransfer;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Wakes whoever waits in this process for a credit or debit to be decided in this process. Others
 * find it in the database.
 */
public final class DecidedTransfers {

    private final ConcurrentMap<Reference, Sinks.One<Boolean>> waiting = new ConcurrentHashMap<>();

    void announce(Collection<WalletTransfer> transfers) {
        if (waiting.isEmpty()) {
            return;
        }
        for (WalletTransfer transfer : transfers) {
            Sinks.One<Boolean> sink = waiting.remove(transfer.reference());
            if (sink != null) {
                sink.tryEmitValue(true);
            }
        }
    }

    /** Completes when the transfer is decided here; never, when it is decided elsewhere. */
    Mono<Boolean> decided(Reference reference) {
        return waiting.computeIfAbsent(reference, _ -> Sinks.one()).asMono();
    }

    void forget(Reference reference) {
        waiting.remove(reference);
    }
}
