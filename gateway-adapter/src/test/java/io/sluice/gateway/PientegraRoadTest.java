package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutEvent.PayoutInDoubt;
import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.gateway.ScriptedProvider.Answer;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PientegraRoadTest {

    private final ScriptedProvider provider = new ScriptedProvider();
    private final Platform platform;

    PientegraRoadTest() {
        platform =
                new Platform(
                        "sluice.providers.pientegra.base-url=" + provider.url(),
                        "sluice.providers.pientegra.use.read-timeout=700ms",
                        "sluice.providers.pientegra.use.overall-timeout=800ms",
                        "sluice.providers.pientegra.use.doubt-pause=200ms",
                        "sluice.providers.pientegra.use.expected-within=400ms");
    }

    @AfterAll
    void close() {
        platform.close();
        provider.close();
    }

    @Test
    void anAcceptedPayoutIsSubmittedOnceAndClosedByItsLookUp() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1001, accepted(reference));
        provider.onLookUp(
                reference, row(reference, "APPROVED", 1001), row(reference, "SENT", 1001));

        PayoutId payout = platform.authorize(1001);

        PayoutSubmitted submitted =
                first(
                        () ->
                                of(
                                        payout,
                                        platform.heard(PayoutSubmitted.class),
                                        PayoutSubmitted::payoutId));
        assertThat(submitted.providerReference()).isEqualTo(reference);
        assertThat(submitted.attempt()).isEqualTo(1);
        PayoutStatusReported sent = first(() -> facts(payout));
        assertThat(sent.status()).isEqualTo(FactStatus.SENT);
        assertThat(sent.sentTotal()).isEqualTo(1001);
        assertThat(sent.isFinal()).isTrue();
        assertThat(sent.source()).isEqualTo(FactSource.LOOK_UP);
        state(payout, PayoutState.SENT);
        assertThat(provider.submissions(1001)).hasSize(1);
        assertThat(provider.submissions(1001).getFirst().body())
                .isEqualTo(
                        "{\"externalUserId\":\"user-12345\",\"externalUserLabel\":\"Demo user\",\"amount\":\"1001\","
                                + "\"currency\":\"TRY\",\"targetIban\":\"TR320010009999901234567890\","
                                + "\"targetHolderName\":\"Ayşe Yılmaz\"}");
        assertThat(
                        UUID.fromString(String.valueOf(provider.submissions(1001).getFirst().key()))
                                .version())
                .isEqualTo(4);
    }

    @Test
    void aResetIsADoubtThatAReplayOfTheSameKeyAndBytesEnds() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(
                1002,
                Answer.RESET,
                Answer.of(500, ""),
                Answer.of(422, "{\"error\":\"AC01\"}"),
                accepted(reference));
        provider.onLookUp(reference, row(reference, "SENT", 1002));

        PayoutId payout = platform.authorize(1002);

        state(payout, PayoutState.SENT);
        assertThat(of(payout, platform.heard(PayoutInDoubt.class), PayoutInDoubt::payoutId))
                .hasSize(1);
        assertThat(provider.submissions(1002)).hasSize(4);
        assertThat(provider.submissions(1002).stream().distinct()).hasSize(1);
        assertThat(facts(payout))
                .extracting(PayoutStatusReported::status)
                .containsExactly(FactStatus.SENT);
    }

    @Test
    void aTimeOutIsADoubtToo() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(
                1003,
                new Answer(201, created(reference), Duration.ofSeconds(30)),
                Answer.of(409, "{\"error\":\"duplicate_idempotency_key\"}"),
                Answer.of(200, "{\"withdrawal"),
                accepted(reference));
        provider.onLookUp(reference, row(reference, "REJECTED", 1003));

        PayoutId payout = platform.authorize(1003);

        state(payout, PayoutState.REJECTED);
        assertThat(of(payout, platform.heard(PayoutInDoubt.class), PayoutInDoubt::payoutId))
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.reason()).isEqualTo("time-out"));
        assertThat(provider.submissions(1003).stream().distinct()).hasSize(1);
    }

    @Test
    void aDefiniteRefusalOfTheFirstSendEndsThePayoutUnpaid() {
        provider.onSubmit(
                1004, Answer.of(422, "{\"error\":\"AC01\",\"message\":\"no such account\"}"));

        PayoutId payout = platform.authorize(1004);

        PayoutStatusReported rejected = first(() -> facts(payout));
        assertThat(rejected.status()).isEqualTo(FactStatus.REJECTED);
        assertThat(rejected.reasonCode()).isEqualTo("AC01");
        assertThat(rejected.source()).isEqualTo(FactSource.SUBMISSION);
        state(payout, PayoutState.REJECTED);
        assertThat(provider.submissions(1004)).hasSize(1);
    }

    @Test
    void whatIsTurnedAwayWith429IsSentAgainUnderTheSameKey() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1005, Answer.of(429, ""), accepted(reference));
        provider.onLookUp(reference, row(reference, "SENT", 1005));

        PayoutId payout = platform.authorize(1005);

        state(payout, PayoutState.SENT);
        assertThat(provider.submissions(1005)).hasSize(2);
        assertThat(provider.submissions(1005).stream().distinct()).hasSize(1);
        assertThat(of(payout, platform.heard(PayoutInDoubt.class), PayoutInDoubt::payoutId))
                .isEmpty();
    }

    @Test
    void aFactFromACallbackClosesThePayout() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1006, accepted(reference));
        provider.onLookUp(reference, row(reference, "PENDING_REVIEW", 1006));
        PayoutId payout = platform.authorize(1006);
        state(payout, PayoutState.SUBMITTED);
        Payout stored = stored(payout);

        platform.say(
                new PayoutStatusReported(
                        stored.order().withdrawalId(),
                        payout,
                        1,
                        FactStatus.SENT,
                        1006,
                        0,
                        stored.order().currency(),
                        true,
                        0,
                        "pientegra",
                        reference,
                        null,
                        Instant.now(),
                        FactSource.CALLBACK));

        state(payout, PayoutState.SENT);
    }

    @Test
    void aRouteThatNobodyServesIsRejectedAtOnce() {
        PayoutId payout = platform.authorize(1007, "elsewhere");

        assertThat(first(() -> facts(payout)).reasonCode()).isEqualTo("no_gateway");
        state(payout, PayoutState.REJECTED);
    }

    private Payout stored(PayoutId id) {
        Payout found = platform.bean(Payouts.class).find(id).block(Duration.ofSeconds(5));
        assertThat(found).isNotNull();
        return Objects.requireNonNull(found);
    }

    private void state(PayoutId id, PayoutState expected) {
        await().atMost(Platform.PATIENCE)
                .untilAsserted(
                        () -> {
                            Payout found =
                                    platform.bean(Payouts.class)
                                            .find(id)
                                            .block(Duration.ofSeconds(5));
                            assertThat(found).isNotNull();
                            assertThat(Objects.requireNonNull(found).state()).isEqualTo(expected);
                        });
    }

    private List<PayoutStatusReported> facts(PayoutId payout) {
        return of(
                payout, platform.heard(PayoutStatusReported.class), PayoutStatusReported::payoutId);
    }

    private static <E> List<E> of(PayoutId payout, List<E> events, Function<E, PayoutId> id) {
        return events.stream().filter(event -> id.apply(event).equals(payout)).toList();
    }

    private static <E> E first(Supplier<List<E>> events) {
        return await().atMost(Platform.PATIENCE)
                .until(events::get, found -> !found.isEmpty())
                .getFirst();
    }

    private static String created(String reference) {
        return "{\"withdrawalId\":\"%s\",\"referenceNo\":\"W-2026-0000123\"}".formatted(reference);
    }

    private static Answer accepted(String reference) {
        return Answer.of(201, created(reference));
    }

    private static Answer row(String reference, String status, long amount) {
        return Answer.of(
                200,
                "{\"id\":\"%s\",\"status\":\"%s\",\"amount\":\"%d\",\"currency\":\"TRY\"}"
                        .formatted(reference, status, amount));
    }
}
