package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutEvent.PayoutInDoubt;
import io.sluice.contracts.PayoutEvent.PayoutSubmitted;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.gateway.ScriptedProvider.Answer;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.AttemptState;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

class PientegraRoadTest {

    private final Platform platform = Platform.shared();
    private final ScriptedProvider provider = platform.pientegra();

    @Test
    void anAcceptedPayoutIsSubmittedOnceAndClosedByItsLookUp() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1001, accepted(reference));
        provider.onLookUp(
                reference, row(reference, "APPROVED", 1001), row(reference, "SENT", 1001));

        PayoutId payout = platform.authorize(1001);

        platform.awaitFacts(payout, 1);
        PayoutSubmitted submitted = platform.awaitHeard(PayoutSubmitted.class, payout).getFirst();
        assertThat(submitted.providerReference()).isEqualTo(reference);
        assertThat(submitted.attempt()).isEqualTo(1);
        PayoutStatusReported sent = platform.awaitFacts(payout, 1).getFirst();
        assertThat(sent.status()).isEqualTo(FactStatus.SENT);
        assertThat(sent.sentTotal()).isEqualTo(1001);
        assertThat(sent.isFinal()).isTrue();
        assertThat(sent.source()).isEqualTo(FactSource.LOOK_UP);
        platform.awaitState(payout, PayoutState.SENT);
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

        platform.awaitState(payout, PayoutState.SENT);
        assertThat(platform.awaitHeard(PayoutInDoubt.class, payout)).hasSize(1);
        assertThat(provider.submissions(1002)).hasSize(4);
        assertThat(provider.submissions(1002).stream().distinct()).hasSize(1);
        assertThat(platform.awaitFacts(payout, 1))
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

        platform.awaitState(payout, PayoutState.REJECTED);
        assertThat(platform.awaitHeard(PayoutInDoubt.class, payout))
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.reason()).isEqualTo("time-out"));
        assertThat(provider.submissions(1003).stream().distinct()).hasSize(1);
    }

    @Test
    void aDefiniteRefusalOfTheFirstSendEndsThePayoutUnpaid() {
        provider.onSubmit(
                1004, Answer.of(422, "{\"error\":\"AC01\",\"message\":\"no such account\"}"));

        PayoutId payout = platform.authorize(1004);

        PayoutStatusReported rejected = platform.awaitFacts(payout, 1).getFirst();
        assertThat(rejected.status()).isEqualTo(FactStatus.REJECTED);
        assertThat(rejected.reasonCode()).isEqualTo("AC01");
        assertThat(rejected.source()).isEqualTo(FactSource.SUBMISSION);
        platform.awaitState(payout, PayoutState.REJECTED);
        assertThat(provider.submissions(1004)).hasSize(1);
    }

    @Test
    void whatIsTurnedAwayWith429IsSentAgainUnderTheSameKey() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1005, Answer.of(429, ""), accepted(reference));
        provider.onLookUp(reference, row(reference, "SENT", 1005));

        PayoutId payout = platform.authorize(1005);

        platform.awaitState(payout, PayoutState.SENT);
        assertThat(provider.submissions(1005)).hasSize(2);
        assertThat(provider.submissions(1005).stream().distinct()).hasSize(1);
        assertThat(platform.heard(PayoutInDoubt.class, payout)).isEmpty();
    }

    @Test
    void aFactFromACallbackClosesThePayout() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1006, accepted(reference));
        provider.onLookUp(reference, row(reference, "PENDING_REVIEW", 1006));
        PayoutId payout = platform.authorize(1006);
        platform.awaitState(payout, PayoutState.SUBMITTED);
        Payout stored = Objects.requireNonNull(platform.find(payout));

        platform.wire()
                .say(
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

        platform.awaitState(payout, PayoutState.SENT);
    }

    @Test
    void aRouteThatNobodyServesIsRejectedAtOnce() {
        PayoutId payout = platform.authorize(1007, "elsewhere");

        assertThat(platform.awaitFacts(payout, 1).getFirst().reasonCode()).isEqualTo("no_gateway");
        platform.awaitState(payout, PayoutState.REJECTED);
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

    @Test
    void a409OfAnyKindToTheFirstSendIsADoubt() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1008, Answer.of(409, "{\"error\":\"conflict\"}"), accepted(reference));
        provider.onLookUp(reference, row(reference, "SENT", 1008));

        PayoutId payout = platform.authorize(1008, "pientegra", "praxis");

        Payout sent = platform.awaitState(payout, PayoutState.SENT);
        assertThat(sent.attempts()).hasSize(1);
        assertThat(platform.awaitHeard(PayoutInDoubt.class, payout)).hasSize(1);
        assertThat(platform.praxis().calls(1008)).isEmpty();
    }

    @Test
    void aRefusalByTheGatewayCascadesAndOneOfTheDestinationDoesNot() {
        provider.onSubmit(1009, Answer.of(422, "{\"error\":\"AM04\"}"));
        provider.onSubmit(1010, Answer.of(422, "{\"error\":\"BE04\"}"));

        PayoutId cascades = platform.authorize(1009, "pientegra", "praxis");
        PayoutId ends = platform.authorize(1010, "pientegra", "praxis");

        Payout sent = platform.awaitState(cascades, PayoutState.SENT);
        assertThat(sent.attempts())
                .extracting(Attempt::state)
                .containsExactly(AttemptState.REFUSED, AttemptState.SENT);
        assertThat(sent.attempts().getLast().cascadeLevel()).isEqualTo(1);
        assertThat(platform.awaitFacts(cascades, 1))
                .allMatch(fact -> fact.attempt() == 2 && fact.status() == FactStatus.SENT);
        Payout rejected = platform.awaitState(ends, PayoutState.REJECTED);
        assertThat(rejected.attempts()).hasSize(1);
        assertThat(platform.praxis().calls(1010)).isEmpty();
    }

    @Test
    void whereTheLookUpByIdIsNotOfferedTheListIsReadPageByPage() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1011, accepted(reference));
        provider.onLookUp(
                "withdrawals",
                Answer.of(200, "{\"data\":[{\"id\":\"another\"}],\"nextCursor\":\"next/1\"}"));
        provider.onLookUp(
                "withdrawals next%2F1",
                Answer.of(
                        200,
                        "{\"data\":[%s],\"nextCursor\":null}"
                                .formatted(row(reference, "SENT", 1011).body())));

        PayoutId payout = platform.authorize(1011);

        platform.awaitState(payout, PayoutState.SENT);
    }

    @Test
    void aLookUpThatTellsOfAnotherCurrencyOrAnotherWithdrawalDecidesNothing() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1012, accepted(reference));
        provider.onLookUp(
                reference,
                row(UUID.randomUUID().toString(), "SENT", 1012),
                Answer.of(200, row(reference, "SENT", 1012).body().replace("TRY", "EUR")),
                row(reference, "SENT", 1012));

        PayoutId payout = platform.authorize(1012);

        platform.awaitState(payout, PayoutState.SENT);
        assertThat(platform.awaitHeard(PayoutInDoubt.class, payout))
                .singleElement()
                .satisfies(
                        doubt ->
                                assertThat(doubt.reason())
                                        .isEqualTo("provider says another currency"));
    }

    @Test
    void moneyThatCameBackWithoutACallbackIsFoundByTheEventLedger() {
        String reference = UUID.randomUUID().toString();
        provider.onSubmit(1013, accepted(reference));
        provider.onLookUp(
                reference, row(reference, "SENT", 1013), row(reference, "RETURNED", 1013));
        PayoutId payout = platform.authorize(1013);
        platform.awaitState(payout, PayoutState.SENT);

        provider.onLookUp(
                "events",
                Answer.of(
                        200,
                        ("{\"data\":[{\"eventId\":\"e\",\"deliveryStatus\":\"DEAD\",\"payload\":"
                                        + "{\"withdrawal\":{\"id\":\"%s\",\"status\":\"RETURNED\"}}}],"
                                        + "\"nextCursor\":null}")
                                .formatted(reference)));

        platform.awaitState(payout, PayoutState.RETURNED);
        assertThat(platform.awaitFacts(payout, 2))
                .extracting(PayoutStatusReported::status)
                .containsExactly(FactStatus.SENT, FactStatus.RETURNED);
        assertThat(provider.lookUps("events").getFirst().path())
                .contains("deliveryStatus=DEAD,FAILED");
    }

    @Test
    void whatWasAuthorizedTwentyHoursAgoIsNotSentAndWaitsForAnOperator() {
        provider.onSubmit(1014, accepted(UUID.randomUUID().toString()));
        provider.onSubmit(1015, Answer.of(422, "{\"error\":\"AC01\"}"));

        PayoutId payout =
                platform.authorizedAgo(Duration.ofHours(20), 1014, "pientegra").payoutId();
        PayoutId younger =
                platform.authorizedAgo(Duration.ofHours(19), 1015, "pientegra").payoutId();

        Payout waits = platform.awaitState(payout, PayoutState.IN_DOUBT);
        assertThat(waits.plan()).isNull();
        assertThat(waits.doubtReason()).isEqualTo("not sent in time");
        platform.awaitState(younger, PayoutState.REJECTED);
        assertThat(provider.submissions(1014)).isEmpty();
    }
}
