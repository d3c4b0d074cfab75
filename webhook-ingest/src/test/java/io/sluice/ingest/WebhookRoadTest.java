package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Topics;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** From the provider's callback to the topic, through the whole service. */
final class WebhookRoadTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, String> VIEWER =
            Map.of("Authorization", "Bearer viewer-demo-token");

    private final Ingest ingest = Ingest.shared();

    @Test
    void aCallbackOfAKnownPayoutBecomesAFactInItsWalletsPartition() {
        Payout payout = Payout.linkedAt(ingest);
        String body = Pientegra.sent(payout.reference());

        HttpResponse<String> answer = ingest.post(Pientegra.PATH, body, Pientegra.signed(body));

        assertThat(answer.statusCode()).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
        assertThat(payout.facts()).containsExactly(sent(payout));
        Envelope<?> event =
                Topic.read(
                                Topics.PAYOUT_STATUS,
                                payout.partition(),
                                payout.withdrawalId().toString())
                        .getFirst();
        assertThat(event.causedBy()).isEqualTo(payout.submitted().id());
        assertThat(event.traceparent()).isEqualTo(payout.submitted().traceparent());
        assertThat(event.source()).isEqualTo("webhook-ingest");
    }

    @Test
    void aCallbackThatOvertakesItsPayoutWaitsForIt() {
        Payout payout = Payout.opened("pientegra");
        String body = Pientegra.sent(payout.reference());

        assertThat(ingest.post(Pientegra.PATH, body, Pientegra.signed(body)).statusCode())
                .isEqualTo(200);
        assertThat(listed("PARKED")).contains(payout.reference());
        Topic.write(payout.submitted());

        await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(1));
        assertThat(payout.facts()).containsExactly(sent(payout));
        assertThat(listed("PARKED")).doesNotContain(payout.reference());
        assertThat(listed("PUBLISHED"))
                .contains(payout.reference())
                .contains(payout.payoutId().toString());
    }

    @Test
    void aRepeatIsAnsweredLikeTheFirstAndPublishedOnce() {
        Payout payout = Payout.linkedAt(ingest);
        String body = Pientegra.sent(payout.reference());
        String sameFact = Pientegra.sent(payout.reference());
        String returned =
                Pientegra.body(
                        UUID.randomUUID().toString(),
                        "withdrawal.returned",
                        payout.reference(),
                        ",\"returnedAmount\":\"1\"");

        for (String each : List.of(body, body, sameFact, body, returned)) {
            assertThat(ingest.post(Pientegra.PATH, each, Pientegra.signed(each)).statusCode())
                    .isEqualTo(200);
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(2));
        assertThat(payout.facts())
                .extracting(PayoutStatusReported::status)
                .containsExactly(FactStatus.SENT, FactStatus.RETURNED);
    }

    @Test
    void whatIsNotFinalPassesOnAsInformation() {
        Payout payout = Payout.linkedAt(ingest);
        for (String type : List.of("withdrawal.created", "withdrawal.approved")) {
            String body =
                    Pientegra.body(UUID.randomUUID().toString(), type, payout.reference(), "");
            assertThat(ingest.post(Pientegra.PATH, body, Pientegra.signed(body)).statusCode())
                    .isEqualTo(200);
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(payout.facts()).hasSize(2));
        assertThat(payout.facts())
                .extracting(PayoutStatusReported::status)
                .containsExactly(FactStatus.CREATED, FactStatus.APPROVED);
        assertThat(payout.facts())
                .allSatisfy(
                        fact -> {
                            assertThat(fact.isFinal()).isFalse();
                            assertThat(fact.sentTotal()).isZero();
                        });
    }

    @Test
    void aWrongSignatureIsRefusedCountedAndLeavesNothing() {
        Payout payout = Payout.opened("pientegra");
        String body = Pientegra.sent(payout.reference());
        double before = forged();

        HttpResponse<String> answer =
                ingest.post(Pientegra.PATH, body, Pientegra.signed(body + " "));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains("\"error\":\"unauthorized\"");
        assertThat(forged()).isEqualTo(before + 1);
        assertThat(listed("PARKED")).doesNotContain(payout.reference());
    }

    @Test
    void theSecretFromBeforeTheRotationCounts() {
        String body = Pientegra.sent(UUID.randomUUID().toString());
        Map<String, String> signed =
                Pientegra.signed(
                        body.getBytes(UTF_8),
                        "whsec_demo_inbound_pientegra_before_rotation",
                        Instant.now());

        assertThat(ingest.post(Pientegra.PATH, body, signed).statusCode()).isEqualTo(200);
    }

    @Test
    void whatCannotBeReadIsRefusedByName() {
        String body = Pientegra.sent("r-1").replace("\"250000\"", "\"-5\"");

        HttpResponse<String> answer = ingest.post(Pientegra.PATH, body, Pientegra.signed(body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("withdrawal.amount: a string of 2 characters");
    }

    @Test
    void anUnknownEventIsKeptForOperators() {
        String reference = UUID.randomUUID().toString();
        String body =
                Pientegra.body(UUID.randomUUID().toString(), "withdrawal.held", reference, "");

        assertThat(ingest.post(Pientegra.PATH, body, Pientegra.signed(body)).statusCode())
                .isEqualTo(200);
        assertThat(listed("UNRECOGNISED")).contains(reference).contains("withdrawal.held");
    }

    @Test
    void praxisUnsignedStatusBecomesAClaimAndIsAcknowledgedSigned() {
        Payout payout = Payout.opened("praxis");
        Praxis.Notice notice = Praxis.payout(payout.payoutId() + "-1", "approved", Instant.now());

        HttpResponse<String> first = ingest.post(Praxis.PATH, notice.body(), notice.headers());
        HttpResponse<String> second = ingest.post(Praxis.PATH, notice.body(), notice.headers());

        for (HttpResponse<String> answer : List.of(first, second)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("{\"status\":0,");
            String seconds = answer.body().replaceAll(".*\"timestamp\":([0-9]+).*", "$1");
            assertThat(answer.headers().firstValue("Gt-Authentication"))
                    .contains(Praxis.sha384("0" + seconds + Praxis.SECRET));
            assertThat(answer.headers().firstValue("external-request-signature"))
                    .isEqualTo(answer.headers().firstValue("Gt-Authentication"));
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(claims(payout)).hasSize(1));
        PayoutStatusClaimed claim = claims(payout).getFirst();
        assertThat(claim)
                .isEqualTo(
                        new PayoutStatusClaimed(
                                payout.payoutId(),
                                1,
                                "praxis",
                                "756859",
                                payout.payoutId() + "-1",
                                "approved",
                                claim.receivedAt()));
        assertThat(ingest.post(Praxis.PATH, notice.body() + " ", Map.of()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void anUnknownAccountOrProviderIsNotFound() {
        assertThat(ingest.post("/webhooks/pientegra/other", "{}", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(ingest.post("/webhooks/other/demo", "{}", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void theServiceIsHealthyAndCounts() {
        assertThat(ingest.get("/actuator/health/readiness", Map.of()).body()).contains("UP");
        assertThat(ingest.get("/actuator/prometheus", Map.of()).body())
                .contains("sluice_ingest_callbacks_parked");
    }

    private static List<PayoutStatusClaimed> claims(Payout payout) {
        return Topic.read(Topics.PAYOUT_CLAIMS, payout.partition(), payout.payoutId().toString())
                .stream()
                .map(Envelope::data)
                .map(PayoutStatusClaimed.class::cast)
                .toList();
    }

    private String listed(String state) {
        return ingest.get("/operator/callbacks?state=" + state, VIEWER).body();
    }

    private double forged() {
        return ingest
                .bean(MeterRegistry.class)
                .find("sluice.ingest.callbacks.forged")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static PayoutStatusReported sent(Payout payout) {
        return new PayoutStatusReported(
                payout.withdrawalId(),
                payout.payoutId(),
                1,
                FactStatus.SENT,
                250_000,
                0,
                Currency.getInstance("TRY"),
                true,
                0,
                "pientegra",
                payout.reference(),
                null,
                Instant.parse("2026-04-28T13:00:00Z"),
                FactSource.CALLBACK);
    }
}
