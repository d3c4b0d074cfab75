package io.sluice.ledger.adapter.persistence;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.application.PublishedOrder;

import reactor.core.publisher.Mono;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The stored outcomes of withdrawals, by the key that begins with them. */
final class R2dbcSaid implements PublishedOrder.Said {

    private static final String OUTCOMES =
            "SELECT outcomes FROM answered_record WHERE withdrawal_id = ANY($1)";

    private final Reads reads;
    private final StoredOutcomes stored;

    R2dbcSaid(Reads reads, StoredOutcomes stored) {
        this.reads = reads;
        this.stored = stored;
    }

    @Override
    public Mono<List<Envelope<? extends LedgerEvent>>> of(Collection<WithdrawalId> ids) {
        UUID[] withdrawals = ids.stream().map(WithdrawalId::value).toArray(UUID[]::new);
        return reads.many(
                        OUTCOMES,
                        row -> stored.read(Sql.get(row, "outcomes", String.class)),
                        (Object) withdrawals)
                .flatMapIterable(outcomes -> outcomes)
                .collectList();
    }
}
