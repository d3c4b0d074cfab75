package io.sluice.ingest.domain;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.FactSource;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.SluiceEvent;

import java.time.Instant;

/**
 * The events a callback becomes. They depend on callback and link alone, so that whichever of the
 * two completes the pair writes the same event with the same id.
 */
final class Facts {

    private static final String SOURCE = "webhook-ingest";

    private Facts() {}

    static Envelope<PayoutStatusReported> reported(
            EventName name, String reference, Report report, Link link) {
        PayoutStatusReported fact =
                new PayoutStatusReported(
                        link.withdrawalId(),
                        link.payoutId(),
                        link.attempt(),
                        report.status(),
                        report.sentTotal(),
                        report.returnedTotal(),
                        report.currency(),
                        report.isFinal(),
                        report.fee(),
                        name.provider(),
                        reference,
                        report.reasonCode(),
                        report.occurredAt(),
                        FactSource.CALLBACK);
        return new Envelope<>(
                eventId(name, PayoutStatusReported.class),
                SOURCE,
                report.occurredAt(),
                link.linkedBy(),
                link.traceparent(),
                fact);
    }

    static Envelope<PayoutStatusClaimed> claimed(
            EventName name, Reading.Claimed claim, Instant receivedAt) {
        PayoutStatusClaimed event =
                new PayoutStatusClaimed(
                        claim.payoutId(),
                        claim.attempt(),
                        name.provider(),
                        claim.reference(),
                        claim.orderId(),
                        claim.claimedStatus(),
                        receivedAt);
        return new Envelope<>(
                eventId(name, PayoutStatusClaimed.class), SOURCE, receivedAt, null, null, event);
    }

    private static EventId eventId(EventName name, Class<? extends SluiceEvent> type) {
        return EventId.derived(
                name.provider() + "/" + name.account() + "/" + name.eventKey(),
                SluiceEvent.type(type));
    }
}
