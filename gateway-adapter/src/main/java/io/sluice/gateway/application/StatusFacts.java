package io.sluice.gateway.application;

import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.SluiceEvent;
import io.sluice.gateway.application.Payouts.Occurrence;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Signal;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Confirmed facts close payouts; unconfirmed claims have them looked up. */
public final class StatusFacts implements BatchHandler {

    private static final Logger log = LoggerFactory.getLogger(StatusFacts.class);

    private final ApplySignals signals;
    private final Gateways gateways;

    public StatusFacts(ApplySignals signals, Gateways gateways) {
        this.signals = signals;
        this.gateways = gateways;
    }

    @Override
    public Mono<BatchResult> handle(List<Inbound> batch) {
        List<Occurrence> occurrences =
                batch.stream()
                        .map(record -> record.envelope().data())
                        .flatMap(this::occurrence)
                        .toList();
        return signals.apply(occurrences)
                .doOnNext(
                        decisions -> {
                            long unknown = decisions.stream().filter(Objects::isNull).count();
                            if (unknown > 0) {
                                log.warn("{} facts about payouts that are not here", unknown);
                            }
                        })
                .thenReturn(BatchResult.done());
    }

    private Stream<Occurrence> occurrence(SluiceEvent event) {
        return switch (event) {
            case PayoutStatusReported fact ->
                    Stream.of(new Occurrence(fact.payoutId(), reported(fact)));
            case PayoutStatusClaimed claim ->
                    Stream.of(
                            new Occurrence(
                                    claim.payoutId(),
                                    new Signal.Hinted(
                                            claim.attempt(),
                                            gateways.effect(
                                                    claim.provider(), claim.claimedStatus()))));
            default -> Stream.empty();
        };
    }

    private static Signal reported(PayoutStatusReported fact) {
        return new Signal.Reported(
                fact.attempt(),
                new ProviderName(fact.provider()),
                fact.status(),
                new Attempt.Paid(
                        fact.sentTotal(), fact.returnedTotal(), fact.fee(), fact.isFinal()),
                fact.providerReference(),
                fact.reasonCode(),
                fact.source());
    }
}
