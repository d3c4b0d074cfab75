package io.sluice.ingest.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.Topics;
import io.sluice.ingest.Database;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.Payout;
import io.sluice.ingest.Topic;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.Callbacks.Arrival;
import io.sluice.ingest.application.Delivery;
import io.sluice.ingest.application.LinkPayouts;
import io.sluice.ingest.application.Receipt;
import io.sluice.ingest.domain.Callback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;
import io.sluice.testing.DatabaseAddress;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Callbacks and their events are one statement: both or neither, and no event without its row. */
final class WrittenTogetherTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Delivery RAW = new Delivery(Map.of("a", List.of("b")), new byte[] {1});

    /** More than the outbox takes. */
    private static final String TOO_LONG = "x".repeat(1_000_001);

    private final DatabaseAddress database = Ingest.sharedDatabase();
    private final Callbacks callbacks = Ingest.shared().bean(Callbacks.class);
    private final LinkPayouts linkPayouts = Ingest.shared().bean(LinkPayouts.class);
    private final SecureRandom random = new SecureRandom();

    @Test
    void ofClaimsThatAreKeptAlreadyNoEventIsWrittenAndTheOthersFollowInOrderOfArrival() {
        Payout payout = Payout.opened("praxis");
        List<Reading> claims =
                Stream.of("f", "b", "e", "a", "d", "c").map(k -> claim(payout, k, k)).toList();
        keep(List.of(claims.get(1), claims.get(4)));

        assertThat(keep(claims))
                .containsExactly(
                        Receipt.PUBLISHED,
                        Receipt.DUPLICATE,
                        Receipt.PUBLISHED,
                        Receipt.PUBLISHED,
                        Receipt.DUPLICATE,
                        Receipt.PUBLISHED);

        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(claimed(payout))
                                        .containsExactly("b", "d", "f", "e", "a", "c"));
    }

    @Test
    void aClaimWhoseEventIsRefusedIsNotKept() {
        Payout payout = Payout.opened("praxis");

        assertRefused(claim(payout, "k", TOO_LONG));

        assertThat(kept(payout)).isZero();
        assertThat(keep(List.of(claim(payout, "k", "approved"))))
                .containsExactly(Receipt.PUBLISHED);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(claimed(payout)).containsExactly("approved"));
    }

    @Test
    void aReportWhoseEventIsRefusedIsNotKept() {
        Payout payout = Payout.opened("pientegra");
        linkPayouts.link(List.of(payout.submitted())).block(SOON);

        assertRefused(report(payout, TOO_LONG));

        assertThat(kept(payout)).isZero();
        assertThat(keep(List.of(report(payout, null)))).containsExactly(Receipt.PUBLISHED);
    }

    @Test
    void aParkedReportWhoseEventIsRefusedStaysParkedAndItsReferenceUnlinked() {
        Payout payout = Payout.opened("pientegra");
        assertThat(keep(List.of(report(payout, TOO_LONG)))).containsExactly(Receipt.PARKED);

        assertThatThrownBy(() -> linkPayouts.link(List.of(payout.submitted())).block(SOON))
                .hasStackTraceContaining("outbox_size_publishable");

        assertThat(
                        Database.count(
                                database,
                                """
                                SELECT count(*) FROM callback
                                JOIN provider_reference AS known ON known.reference = provider_reference
                                WHERE provider_reference = ? AND state = 'PARKED'
                                    AND known.payout_id IS NULL
                                """,
                                payout.reference()))
                .isEqualTo(1);
    }

    private void assertRefused(Reading reading) {
        assertThatThrownBy(() -> keep(List.of(reading)))
                .hasStackTraceContaining("outbox_size_publishable");
    }

    private List<Receipt> keep(List<Reading> readings) {
        return callbacks
                .keep(readings.stream().map(this::arrival).toList())
                .blockOptional(SOON)
                .orElseThrow();
    }

    private Arrival arrival(Reading reading) {
        Instant now = Instant.now();
        String provider = reading instanceof Reading.Claimed ? "praxis" : "pientegra";
        return new Arrival(
                new Callback(CallbackId.mint(now, random), provider, "demo", reading, now), RAW);
    }

    private static Reading claim(Payout payout, String key, String status) {
        return new Reading.Claimed(
                payout.reference() + key,
                "payout.approved",
                payout.reference(),
                payout.payoutId() + "-1",
                payout.payoutId(),
                1,
                status);
    }

    private static Reading report(Payout payout, @Nullable String reason) {
        Report report =
                new Report(
                        FactStatus.REJECTED,
                        0,
                        0,
                        Currency.getInstance("TRY"),
                        true,
                        0,
                        reason,
                        Instant.now());
        return new Reading.Reported(
                UUID.randomUUID().toString(), "withdrawal.rejected", payout.reference(), report);
    }

    private long kept(Payout payout) {
        return Database.count(
                database,
                "SELECT count(*) FROM callback WHERE provider_reference = ?",
                payout.reference());
    }

    private static List<String> claimed(Payout payout) {
        return Topic.read(Topics.PAYOUT_CLAIMS, payout.partition(), payout.payoutId().toString())
                .stream()
                .map(Envelope::data)
                .map(PayoutStatusClaimed.class::cast)
                .map(PayoutStatusClaimed::claimedStatus)
                .toList();
    }
}
