package io.sluice.ledger.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerCommand;

import reactor.core.publisher.Mono;

import java.util.List;

/** Hands commands to whichever instance holds their partition. */
public interface LedgerCommands {

    /**
     * Completes when the commands are durable. After an error it is unknown whether they are;
     * sending them again is safe, since an effect is booked once.
     */
    Mono<Void> send(List<? extends Envelope<? extends LedgerCommand>> commands);
}
