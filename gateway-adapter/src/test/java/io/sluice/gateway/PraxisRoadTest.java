package io.sluice.gateway;

import static io.sluice.gateway.ScriptedPraxis.CANCEL;
import static io.sluice.gateway.ScriptedPraxis.COMPLETE;
import static io.sluice.gateway.ScriptedPraxis.FIND;
import static io.sluice.gateway.ScriptedPraxis.FIND_ORDER;
import static io.sluice.gateway.ScriptedPraxis.OPEN;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.PayoutEvent.PayoutInDoubt;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusClaimed;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.gateway.ScriptedPraxis.Answer;
import io.sluice.gateway.domain.AttemptState;
import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutState;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class PraxisRoadTest {

    private final Platform platform = Platform.shared();
    private final ScriptedPraxis praxis = platform.praxis();

    @Test
    void anApprovedCompletionIsAFactFromTheSubmission() {
        PayoutId payout = platform.authorize(2001, "praxis");

        PayoutStatusReported fact = platform.awaitFacts(payout, 1).getFirst();

        assertThat(fact.status()).isEqualTo(FactStatus.SENT);
        assertThat(fact.source()).isEqualTo(FactSource.SUBMISSION);
        assertThat(fact.providerReference()).isEqualTo("2001");
        assertThat(praxis.whats(2001)).containsExactly(OPEN, COMPLETE);
    }

    @Test
    void aRefusedCompletionCountsOnlyWhenALookUpConfirmsIt() {
        praxis.on(COMPLETE, 2002, Answer.of("rejected", 2002, 0));
        praxis.on(COMPLETE, 2003, Answer.of("rejected", 2003, 0));
        praxis.on(FIND, 2003, Answer.of("rejected", 2003, 0));
        platform.pientegra()
                .onSubmit(2003, ScriptedProvider.Answer.of(422, "{\"error\":\"AC01\"}"));

        PayoutId contradicted = platform.authorize(2002, "praxis", "pientegra");
        PayoutId confirmed = platform.authorize(2003, "praxis", "pientegra");

        Payout sent = platform.awaitState(contradicted, PayoutState.SENT);
        assertThat(sent.attempts()).hasSize(1);
        assertThat(platform.pientegra().submissions(2002)).isEmpty();
        Payout rejected = platform.awaitState(confirmed, PayoutState.REJECTED);
        assertThat(rejected.attempts())
                .extracting(a -> a.provider().value(), a -> a.state(), a -> a.reasonCode())
                .containsExactly(
                        tuple("praxis", AttemptState.REFUSED, "MS03"),
                        tuple("pientegra", AttemptState.REFUSED, "AC01"));
        assertThat(platform.awaitFacts(confirmed, 1))
                .singleElement()
                .satisfies(fact -> assertThat(fact.attempt()).isEqualTo(2));
    }

    @Test
    void aRefusalThatNobodySignedIsADoubtAndNoCascade() {
        praxis.on(OPEN, 2004, Answer.unsigned(403), Answer.of("requested", 2004, 0));
        praxis.on(FIND_ORDER, 2004, Answer.error(400, "transaction not found"));

        PayoutId payout = platform.authorize(2004, "praxis", "pientegra");

        Payout sent = platform.awaitState(payout, PayoutState.SENT);
        assertThat(sent.attempts()).hasSize(1);
        assertThat(platform.awaitHeard(PayoutInDoubt.class, payout)).hasSize(1);
        assertThat(platform.pientegra().submissions(2004)).isEmpty();
    }

    @Test
    void anAbsentOrderIsSentAgainUnderItsIdWithANewTimestampAndNotTooSoon() {
        praxis.on(OPEN, 2005, Answer.RESET, Answer.of("requested", 2005, 0));
        praxis.on(FIND_ORDER, 2005, Answer.error(400, "transaction not found"));

        PayoutId payout = platform.authorize(2005, "praxis");

        Payout sent = platform.awaitState(payout, PayoutState.SENT);
        List<ScriptedPraxis.Received> opened =
                praxis.calls(2005).stream().filter(call -> call.what().equals(OPEN)).toList();
        assertThat(opened).hasSize(2);
        assertThat(opened.stream().map(call -> call.body().path("order_id")).distinct()).hasSize(1);
        assertThat(opened.getLast().body().path("timestamp").asLong())
                .isGreaterThan(opened.getFirst().body().path("timestamp").asLong());
        assertThat(sent.attempts().getFirst().stampedAt())
                .isAfterOrEqualTo(sent.attempts().getFirst().firstSentAt().plusMillis(1500));
    }

    @Test
    void theTimestampOfACompletionIsThatOfTheClaim() {
        praxis.on(COMPLETE, 2006, Answer.RESET, Answer.of("approved", 2006, 2006));
        praxis.on(FIND, 2006, Answer.of("requested", 2006, 0));

        PayoutId payout = platform.authorize(2006, "praxis");

        Payout sent = platform.awaitState(payout, PayoutState.SENT);
        List<ScriptedPraxis.Received> completions =
                praxis.calls(2006).stream().filter(call -> call.what().equals(COMPLETE)).toList();
        assertThat(completions).hasSize(2);
        assertThat(completions.getLast().body().path("timestamp").asLong())
                .isEqualTo(sent.attempts().getFirst().stampedAt().getEpochSecond());
        assertThat(praxis.whats(2006)).filteredOn(OPEN::equals).hasSize(1);
    }

    @Test
    void anErrorIsTakenBackAndOnlyThatProvesThatNothingWasPaid() {
        praxis.on(COMPLETE, 2007, Answer.of("error", 2007, 0));
        praxis.on(FIND, 2007, Answer.of("error", 2007, 0), Answer.of("cancelled", 2007, 0));
        praxis.on(CANCEL, 2007, Answer.of("rejected", 2007, 0));

        PayoutId payout = platform.authorize(2007, "praxis", "pientegra");

        Payout cancelled = platform.awaitState(payout, PayoutState.CANCELLED);
        assertThat(cancelled.attempts()).hasSize(1);
        assertThat(platform.awaitFacts(payout, 1))
                .singleElement()
                .satisfies(fact -> assertThat(fact.status()).isEqualTo(FactStatus.REJECTED));
        assertThat(platform.pientegra().submissions(2007)).isEmpty();
    }

    @Test
    void aCancellationThatALookUpContradictsProvesNothing() {
        praxis.on(COMPLETE, 2008, Answer.of("error", 2008, 0));
        praxis.on(FIND, 2008, Answer.of("error", 2008, 0), Answer.of("approved", 2008, 2008));
        praxis.on(CANCEL, 2008, Answer.of("rejected", 2008, 0));

        PayoutId payout = platform.authorize(2008, "praxis");

        platform.awaitState(payout, PayoutState.SENT);
        assertThat(praxis.whats(2008)).contains(CANCEL);
    }

    @Test
    void whatIsNotUniqueAndYetNotFoundWaitsForAnOperator() {
        praxis.on(OPEN, 2009, Answer.error(400, "order_id not unique"));
        praxis.on(FIND_ORDER, 2009, Answer.error(400, "transaction not found"));

        PayoutId payout = platform.authorize(2009, "praxis", "pientegra");

        Awaitility.await()
                .atMost(Platform.PATIENCE)
                .until(
                        () -> platform.find(payout),
                        found ->
                                found != null
                                        && found.state() == PayoutState.IN_DOUBT
                                        && found.plan() == null);
        assertThat(praxis.whats(2009)).doesNotContain(COMPLETE, CANCEL);
        assertThat(platform.facts(payout)).isEmpty();
    }

    @Test
    void aSumInAnotherCurrencyIsADoubt() {
        praxis.on(COMPLETE, 2010, Answer.of("approved", 2010, 2010, "EUR", ""));

        PayoutId payout = platform.authorize(2010, "praxis");

        platform.awaitState(payout, PayoutState.SENT);
        assertThat(platform.awaitHeard(PayoutInDoubt.class, payout))
                .singleElement()
                .satisfies(
                        doubt -> assertThat(doubt.reason()).isEqualTo("status another currency"));
    }

    @Test
    void aPartialPayoutIsToldByItsPartsCumulatively() {
        String parts = ",\"children\":[{\"tid\":2111},{\"tid\":2112}]";
        praxis.on(COMPLETE, 2011, Answer.of("partial_payout", 2011, 0));
        praxis.on(FIND, 2011, Answer.of("partial_payout", 2011, 0, "TRY", parts));
        praxis.on(FIND, 2111, Answer.of("approved", 2111, 1500));
        praxis.on(FIND, 2112, Answer.of("pending", 2112, 0), Answer.of("approved", 2112, 511));

        PayoutId payout = platform.authorize(2011, "praxis");

        platform.awaitState(payout, PayoutState.SENT);
        assertThat(platform.awaitFacts(payout, 2))
                .extracting(PayoutStatusReported::sentTotal, PayoutStatusReported::isFinal)
                .containsExactly(tuple(1500L, false), tuple(2011L, true));
    }

    @Test
    void aRejectedChildMetInADoubtEndsThePayout() {
        praxis.on(COMPLETE, 2012, Answer.RESET);
        praxis.on(FIND, 2012, Answer.of("split", 2012, 0, "TRY", ",\"children\":[{\"tid\":2113}]"));
        praxis.on(FIND, 2113, Answer.of("pending", 2113, 0), Answer.of("rejected", 2113, 0));

        PayoutId payout = platform.authorize(2012, "praxis", "pientegra");

        platform.awaitState(payout, PayoutState.REJECTED);
        assertThat(platform.awaitFacts(payout, 1))
                .singleElement()
                .satisfies(
                        fact -> {
                            assertThat(fact.status()).isEqualTo(FactStatus.REJECTED);
                            assertThat(fact.reasonCode()).isEqualTo("MS03");
                        });
        assertThat(platform.pientegra().submissions(2012)).isEmpty();
    }

    @Test
    void aClaimThatMoneyCameBackIsConfirmedAfterThePayoutWasSent() {
        PayoutId payout = platform.authorize(2013, "praxis");
        platform.awaitState(payout, PayoutState.SENT);
        praxis.on(
                FIND,
                2013,
                ScriptedPraxis.Answer.RESET,
                Answer.of("reversed", 2013, 2013, "TRY", ",\"reversed_amount\":13"),
                Answer.of("reversed", 2013, 2013, "TRY", ",\"reversed_amount\":2013"));

        claim(payout, 2013, "reversed");
        platform.awaitFacts(payout, 2);
        claim(payout, 2013, "reversed");

        assertThat(platform.awaitFacts(payout, 3))
                .extracting(
                        PayoutStatusReported::status,
                        PayoutStatusReported::sentTotal,
                        PayoutStatusReported::returnedTotal)
                .containsExactly(
                        tuple(FactStatus.SENT, 2013L, 0L),
                        tuple(FactStatus.RETURNED, 2013L, 13L),
                        tuple(FactStatus.RETURNED, 2013L, 2013L));
        platform.awaitState(payout, PayoutState.RETURNED);
    }

    @Test
    void aRejectionAfterItWasSentIsReportedAndChangesNothingHere() {
        PayoutId payout = platform.authorize(2014, "praxis");
        platform.awaitState(payout, PayoutState.SENT);
        praxis.on(FIND, 2014, Answer.of("rejected", 2014, 0));

        claim(payout, 2014, "rejected");

        assertThat(platform.awaitFacts(payout, 2))
                .extracting(PayoutStatusReported::status, PayoutStatusReported::sentTotal)
                .containsExactly(tuple(FactStatus.SENT, 2014L), tuple(FactStatus.REJECTED, 0L));
        platform.awaitState(payout, PayoutState.SENT);
    }

    @Test
    void aClaimThatSaysNothingNewAsksNobody() {
        PayoutId payout = platform.authorize(2015, "praxis");
        platform.awaitState(payout, PayoutState.SENT);

        claim(payout, 2015, "requested");
        claim(payout, 2015, "approved");
        PayoutId later = platform.authorize(2016, "praxis");
        platform.awaitState(later, PayoutState.SENT);
        claim(later, 2016, "reversed");
        Awaitility.await().atMost(Platform.PATIENCE).until(() -> praxis.whats(2016).contains(FIND));

        assertThat(praxis.whats(2015)).doesNotContain(FIND);
    }

    private void claim(PayoutId payout, long tid, String status) {
        platform.wire()
                .say(
                        new PayoutStatusClaimed(
                                payout,
                                1,
                                "praxis",
                                Long.toString(tid),
                                payout + "-1",
                                status,
                                Instant.now()));
    }
}
