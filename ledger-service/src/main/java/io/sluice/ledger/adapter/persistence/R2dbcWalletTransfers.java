package io.sluice.ledger.adapter.persistence;

import io.sluice.ledger.application.WalletTransfers;
import io.sluice.ledger.domain.Reference;
import io.sluice.ledger.domain.WalletTransfer;

import reactor.core.publisher.Mono;

final class R2dbcWalletTransfers implements WalletTransfers {

    private static final String FIND =
            """
            SELECT w.merchant_id, w.reference, w.kind, w.external_user_id, w.currency, w.amount,
                   w.transfer_id, w.available, w.refusal, w.decided_at, s.partition, s.seal,
                   s.first_position, s.last_position, s.hash, s.sealed_at
            FROM wallet_transfer w
            LEFT JOIN seal s ON s.partition = w.partition AND s.seal = w.seal
            WHERE w.merchant_id = $1 AND w.reference = $2
            """;

    private final Reads reads;

    R2dbcWalletTransfers(Reads reads) {
        this.reads = reads;
    }

    @Override
    public Mono<WalletTransfer> find(Reference reference) {
        return reads.one(FIND, BookRows::walletTransfer, reference.merchantId(), reference.text());
    }
}
