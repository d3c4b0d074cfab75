package io.sluice.gateway.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.PayoutEvent;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.SluiceEvent;
import io.sluice.gateway.domain.Decision;
import io.sluice.gateway.domain.PayoutOrder;

import java.time.Instant;
import java.util.List;

/** Decided events with ids that are the same however often they are decided. */
public final class Envelopes {

    static final String SOURCE = "gateway-adapter";

    private Envelopes() {}

    public static List<Envelope<SluiceEvent>> of(Decision decision, Instant now) {
        PayoutOrder order = decision.next().order();
        return decision.events().stream()
                .map(
                        event ->
                                new Envelope<>(
                                        EventId.derived(
                                                order.payoutId().toString(),
                                                name(event, decision.next().claim())),
                                        SOURCE,
                                        now,
                                        EventId.of(order.causedBy()),
                                        order.traceparent(),
                                        event))
                .toList();
    }

    private static String name(SluiceEvent event, int claim) {
        return switch (event) {
            case PayoutEvent.PayoutSubmitted submitted -> "submitted/" + submitted.attempt();
            case PayoutEvent.PayoutInDoubt doubt -> "in-doubt/" + doubt.attempt() + "/" + claim;
            case PayoutStatusReported fact ->
                    String.join(
                            "/",
                            "status",
                            Integer.toString(fact.attempt()),
                            fact.status().name(),
                            Long.toString(fact.sentTotal()),
                            Long.toString(fact.returnedTotal()),
                            Long.toString(fact.fee()),
                            Boolean.toString(fact.isFinal()));
            default ->
                    throw new IllegalStateException(
                            event.type() + " (expected: an event of the gateway)");
        };
    }
}
