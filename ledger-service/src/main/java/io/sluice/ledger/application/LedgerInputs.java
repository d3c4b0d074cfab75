package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent;
import io.sluice.ledger.domain.RecordRefused;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;
import io.sluice.messaging.Inbound;
import io.sluice.messaging.PoisonRecord;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;

/** Withdrawals, commands and facts, in the order of their partition, into the books. */
public final class LedgerInputs implements BatchHandler {

    private final BookBatch bookBatch;
    private final PublishedOrder order;
    private final EventCodec codec;

    public LedgerInputs(BookBatch bookBatch, PublishedOrder order, EventCodec codec) {
        this.bookBatch = bookBatch;
        this.order = order;
        this.codec = codec;
    }

    @Override
    public Mono<BatchResult> handle(List<Inbound> batch) {
        List<Envelope<?>> records = new ArrayList<>(batch.size());
        batch.forEach(inbound -> records.add(inbound.envelope()));
        return bookBatch
                .book(records)
                .flatMap(decision -> order.complete(decision.outcomes()))
                .map(this::result)
                .onErrorMap(
                        RecordRefused.class,
                        refused ->
                                new PoisonRecord(
                                        batch.get(refused.index()),
                                        String.valueOf(refused.getMessage())));
    }

    private BatchResult result(List<Envelope<? extends LedgerEvent>> outcomes) {
        List<EncodedEvent> encoded = new ArrayList<>(outcomes.size());
        outcomes.forEach(outcome -> encoded.add(codec.encode(outcome)));
        return new BatchResult(encoded, () -> order.published(outcomes));
    }
}
