package io.sluice.ledger.adapter.messaging;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerCommand;
import io.sluice.ledger.application.LedgerCommands;
import io.sluice.messaging.EventCodec;
import io.sluice.messaging.EventPublisher;

import reactor.core.publisher.Mono;

import java.util.List;

final class KafkaLedgerCommands implements LedgerCommands {

    private final EventPublisher publisher;
    private final EventCodec codec;

    KafkaLedgerCommands(EventPublisher publisher, EventCodec codec) {
        this.publisher = publisher;
        this.codec = codec;
    }

    @Override
    public Mono<Void> send(List<? extends Envelope<? extends LedgerCommand>> commands) {
        return Mono.defer(() -> publisher.publish(commands.stream().map(codec::encode).toList()));
    }
}
