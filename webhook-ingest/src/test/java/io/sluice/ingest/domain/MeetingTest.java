package io.sluice.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

final class MeetingTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Currency TRY = Currency.getInstance("TRY");
    private static final Known NOTHING = new Known(Map.of(), Set.of(), Set.of());

    private final Random random = new Random(1);
    private final WithdrawalId withdrawal = WithdrawalId.mint(new Slot(77), NOW, random);
    private final PayoutId payout = PayoutId.mint(new Slot(77), NOW, random);
    private final Link link =
            new Link(withdrawal, payout, 2, EventId.derived("submitted", "x"), "00-trace-01");
    private final ProviderReference reference = new ProviderReference("pientegra", "w-1");
    private final Known linked = new Known(Map.of(reference, link), Set.of(), Set.of());

    @Test
    void aCallbackThatOvertakesItsPayoutIsParked() {
        Callback callback = reported("e-1", FactStatus.SENT, 100, 0);

        assertThat(Meeting.ofArrivals(List.of(callback), NOTHING))
                .containsExactly(new Disposal(callback, CallbackState.PARKED, null));
    }

    @Test
    void aCallbackOfAKnownPayoutBecomesAFactOfItsAttempt() {
        Callback callback = reported("e-1", FactStatus.SENT, 100, 0);

        Disposal disposal = Meeting.ofArrivals(List.of(callback), linked).getFirst();

        Envelope<?> event = Objects.requireNonNull(disposal.event());
        assertThat(event.source()).isEqualTo("webhook-ingest");
        assertThat(event.causedBy()).isEqualTo(link.linkedBy());
        assertThat(event.traceparent()).isEqualTo("00-trace-01");
        assertThat(event.data())
                .isEqualTo(
                        new PayoutStatusReported(
                                withdrawal,
                                payout,
                                2,
                                FactStatus.SENT,
                                100,
                                0,
                                TRY,
                                true,
                                0,
                                "pientegra",
                                "w-1",
                                null,
                                NOW,
                                FactSource.CALLBACK));
    }

    @Test
    void bothOrdersGiveTheSameEvent() {
        Callback callback = reported("e-1", FactStatus.SENT, 100, 0);

        Disposal payoutFirst = Meeting.ofArrivals(List.of(callback), linked).getFirst();
        Disposal callbackFirst = Meeting.ofKept(List.of(callback), linked).getFirst();

        assertThat(payoutFirst).isEqualTo(callbackFirst);
    }

    @Test
    void theSameEventIsKeptOnce() {
        Callback first = reported("e-1", FactStatus.SENT, 100, 0);
        Callback again = reported("e-1", FactStatus.SENT, 100, 0);

        assertThat(Meeting.ofArrivals(List.of(first, again), linked)).hasSize(1);
        Known seen = new Known(linked.links(), Set.of(first.name()), Set.of());
        assertThat(Meeting.ofArrivals(List.of(again), seen)).isEmpty();
    }

    @Test
    void theSameEventIdOfAnotherAccountIsAnotherEvent() {
        Callback here = reported("e-1", FactStatus.SENT, 100, 0);
        Callback there =
                new Callback(
                        CallbackId.mint(NOW, random), "pientegra", "other", here.reading(), NOW);

        assertThat(Meeting.ofArrivals(List.of(here, there), NOTHING)).hasSize(2);
    }

    @Test
    void theSameFactUnderAnotherEventIdIsKeptAndNotPublished() {
        Callback first = reported("e-1", FactStatus.SENT, 100, 0);
        Callback second = reported("e-2", FactStatus.SENT, 100, 0);

        assertThat(Meeting.ofArrivals(List.of(first, second), linked))
                .extracting(Disposal::state)
                .containsExactly(CallbackState.PUBLISHED, CallbackState.REPEATED);
        assertThat(Meeting.ofKept(List.of(first, second), linked))
                .extracting(Disposal::state)
                .containsExactly(CallbackState.PUBLISHED, CallbackState.REPEATED);
        Known said =
                new Known(
                        linked.links(),
                        Set.of(),
                        Set.of(new Known.Statement(reference, "SENT/100/0/TRY/true/0")));
        assertThat(Meeting.ofArrivals(List.of(second), said))
                .extracting(Disposal::state)
                .containsExactly(CallbackState.REPEATED);
    }

    @Test
    void aSecondPartialReturnIsAnotherFact() {
        Callback first = reported("e-1", FactStatus.RETURNED, 100, 40);
        Callback second = reported("e-2", FactStatus.RETURNED, 100, 100);

        assertThat(Meeting.ofArrivals(List.of(first, second), linked))
                .extracting(Disposal::state)
                .containsOnly(CallbackState.PUBLISHED);
    }

    @Test
    void aClaimNeedsNoLink() {
        Reading.Claimed claim =
                new Reading.Claimed(
                        "k-1", "payout.approved", "756859", payout + "-2", payout, 2, "approved");
        Callback callback =
                new Callback(CallbackId.mint(NOW, random), "praxis", "Merchant", claim, NOW);

        Disposal disposal = Meeting.ofArrivals(List.of(callback), NOTHING).getFirst();

        assertThat(Objects.requireNonNull(disposal.event()).data())
                .isEqualTo(
                        new PayoutStatusClaimed(
                                payout, 2, "praxis", "756859", payout + "-2", "approved", NOW));
    }

    @Test
    void whatIsNotRecognisedIsNeverGuessedAt() {
        Callback callback =
                new Callback(
                        CallbackId.mint(NOW, random),
                        "pientegra",
                        "demo",
                        new Reading.Unrecognised("e-1", "withdrawal.held", "w-1"),
                        NOW);

        assertThat(Meeting.ofArrivals(List.of(callback), linked))
                .containsExactly(new Disposal(callback, CallbackState.UNRECOGNISED, null));
    }

    private Callback reported(String eventId, FactStatus status, long sent, long returned) {
        Report report = new Report(status, sent, returned, TRY, true, 0, null, NOW);
        return new Callback(
                CallbackId.mint(NOW, random),
                "pientegra",
                "demo",
                new Reading.Reported(eventId, "withdrawal.test", "w-1", report),
                NOW);
    }
}
