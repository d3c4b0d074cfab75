package io.sluice.gateway.application;

import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.gateway.application.Payouts.Occurrence;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Signal;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;
import io.sluice.messaging.observe.LogLine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

import java.util.List;
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
        List<Heard> heard = batch.stream().flatMap(this::heard).toList();
        return signals.apply(heard.stream().map(Heard::occurrence).toList())
                .doOnNext(decisions -> sayUnknown(heard, decisions))
                .thenReturn(BatchResult.done());
    }

    private record Heard(Inbound record, Occurrence occurrence) {}

    private Stream<Heard> heard(Inbound record) {
        return switch (record.envelope().data()) {
            case PayoutStatusReported fact ->
                    Stream.of(new Heard(record, new Occurrence(fact.payoutId(), reported(fact))));
            case PayoutStatusClaimed claim ->
                    Stream.of(new Heard(record, new Occurrence(claim.payoutId(), hinted(claim))));
            default -> Stream.empty();
        };
    }

    private static void sayUnknown(List<Heard> heard, List<@Nullable Decision> decisions) {
        for (int i = 0; i < decisions.size(); i++) {
            if (decisions.get(i) == null) {
                Inbound record = heard.get(i).record();
                LogLine.about(log.atWarn(), record.subject(), record.envelope().traceparent())
                        .log(
                                "payout {}: a fact about it, but it is not here",
                                heard.get(i).occurrence().payout());
            }
        }
    }

    private Signal hinted(PayoutStatusClaimed claim) {
        return new Signal.Hinted(
                claim.attempt(), gateways.effect(claim.provider(), claim.claimedStatus()));
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
