package io.sluice.ledger.application;

import io.sluice.ledger.domain.Reference;
import io.sluice.ledger.domain.WalletTransfer;

import reactor.core.publisher.Mono;

/** The credits and debits that were decided, by any instance. */
public interface WalletTransfers {

    /** Empty while the reference is not decided. */
    Mono<WalletTransfer> find(Reference reference);
}
