package io.sluice.ingest.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.PayoutEvent;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;
import io.sluice.messaging.PoisonRecord;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hears on {@code payouts.v1} whose attempt a provider's reference names. */
public final class PayoutEvents implements BatchHandler {

    private final LinkPayouts linkPayouts;

    public PayoutEvents(LinkPayouts linkPayouts) {
        this.linkPayouts = linkPayouts;
    }

    @Override
    public Mono<BatchResult> handle(List<Inbound> batch) {
        List<Envelope<? extends PayoutEvent>> events = new ArrayList<>();
        for (Inbound inbound : batch) {
            payoutEvent(inbound).ifPresent(events::add);
        }
        return linkPayouts
                .link(events)
                .onErrorMap(LinkContradicted.class, contradicted -> poison(batch, contradicted))
                .thenReturn(BatchResult.done());
    }

    /** The last that names the reference: what came before it was there first. */
    private static PoisonRecord poison(List<Inbound> batch, LinkContradicted contradicted) {
        Inbound last =
                batch.reversed().stream()
                        .filter(
                                inbound ->
                                        payoutEvent(inbound)
                                                .flatMap(e -> LinkPayouts.referenceOf(e.data()))
                                                .filter(contradicted.reference()::equals)
                                                .isPresent())
                        .findFirst()
                        .orElseThrow(() -> contradicted);
        return new PoisonRecord(last, String.valueOf(contradicted.getMessage()));
    }

    private static Optional<Envelope<? extends PayoutEvent>> payoutEvent(Inbound inbound) {
        Envelope<?> envelope = inbound.envelope();
        return envelope.data() instanceof PayoutEvent event
                ? Optional.of(
                        new Envelope<>(
                                envelope.id(),
                                envelope.source(),
                                envelope.time(),
                                envelope.causedBy(),
                                envelope.traceparent(),
                                event))
                : Optional.empty();
    }
}
