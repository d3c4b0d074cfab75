package io.sluice.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.LedgerEvent.DoublePayoutDetected;
import io.sluice.contracts.LedgerEvent.FactQuarantined;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.LedgerEvent.FundsReturned;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Totals;
import io.sluice.ledger.Fixtures;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What contradicts is booked where it is true, and waits in quarantine. */
class ContradictionsTest {

    private final Story story = Story.funded();

    @Test
    void aSmallerTotalThatHappenedLaterIsQuarantined() {
        story.automatic(1_000);
        story.sentSoFar(600);

        assertThat(story.sentSoFar(400)).singleElement().isInstanceOf(FactQuarantined.class);
        assertThat(story.reasons()).containsExactly("total_went_down");
        assertThat(story.clearing()).isEqualTo(600);
    }

    @Test
    void rejectedBelowTheBookedTotalIsAlwaysQuarantined() {
        story.automatic(1_000);
        story.sent(1_000);
        PayoutStatusReported earlier =
                story.fact(
                        story.payout(),
                        1,
                        FactStatus.REJECTED,
                        0,
                        0,
                        true,
                        story.now().minusSeconds(60));

        assertThat(story.book(earlier)).singleElement().isInstanceOf(FactQuarantined.class);
        assertThat(story.rejected()).as("said again").isEmpty();
        assertThat(story.reasons()).containsExactly("rejected_below_booked");
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
    }

    @Test
    void sentAfterRejectedTakesFromSuspenseWhereNothingRemains() {
        story.automatic(1_000);
        story.rejected();

        assertThat(story.sent(1_000)).singleElement().isInstanceOf(FactQuarantined.class);

        assertThat(story.reasons()).containsExactly("sent_after_rejected");
        assertThat(story.suspense()).isEqualTo(-1_000);
        assertThat(story.clearing()).isEqualTo(1_000);
        assertThat(story.state()).isEqualTo(WithdrawalState.REJECTED);
        assertThat(story.totals()).isEqualTo(new Totals(1_000, 0, 1_000, 0, 0));
    }

    @Test
    void sentAfterRejectedTakesFromTheRemainderWhileItLasts() {
        story.managed(1_000);
        PayoutId part = story.order(600L);
        story.fact(part, 1, FactStatus.REJECTED, 0, 0, true);
        story.order(700L);

        List<LedgerEvent> events = story.fact(part, 1, FactStatus.SENT, 600, 0, true);

        assertThat(events).hasExactlyElementsOfTypes(FundsSettled.class, FactQuarantined.class);
        assertThat(story.totals()).isEqualTo(new Totals(1_000, 300, 0, 0, 700));
        assertThat(story.suspense()).isEqualTo(-300);
        assertThat(story.reserved()).isEqualTo(700);
        assertThat(story.reasons()).containsExactly("sent_after_rejected");
    }

    @Test
    void whatComesBackFillsSuspenseUpFirst() {
        story.managed(1_000);
        PayoutId part = story.order(600L);
        story.fact(part, 1, FactStatus.REJECTED, 0, 0, true);
        story.order(700L);
        story.fact(part, 1, FactStatus.SENT, 600, 0, true);

        assertThat(story.fact(part, 1, FactStatus.RETURNED, 600, 200, true)).isEmpty();
        assertThat(story.suspense()).isEqualTo(-100);

        List<LedgerEvent> events = story.fact(part, 1, FactStatus.RETURNED, 600, 600, true);

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        FundsReturned.class,
                        returned -> assertThat(returned.amount()).isEqualTo(300));
        assertThat(story.suspense()).isZero();
        assertThat(story.clearing()).isZero();
    }

    @Test
    void whatIsSentAboveTheOrderIsTakenFromSuspense() {
        story.automatic(1_000);

        assertThat(story.sent(1_250))
                .hasExactlyElementsOfTypes(FundsSettled.class, FactQuarantined.class);

        assertThat(story.reasons()).containsExactly("sent_above_order");
        assertThat(story.suspense()).isEqualTo(-250);
        assertThat(story.clearing()).isEqualTo(1_250);
        assertThat(story.totals().settled()).isEqualTo(1_000);
    }

    @Test
    void aFinalSentBelowTheOrderReleasesTheRestOfAnAutomaticWithdrawal() {
        story.automatic(1_000);

        List<LedgerEvent> events = story.sent(999);

        assertThat(events)
                .hasExactlyElementsOfTypes(
                        FundsSettled.class, FactQuarantined.class, FundsReleased.class);
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        FundsSettled.class, settled -> assertThat(settled.endsPayout()).isTrue());
        assertThat(story.totals()).isEqualTo(new Totals(1_000, 999, 1, 0, 0));
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
        assertThat(story.sent(999)).as("the look-up says so too").isEmpty();
        assertThat(story.reasons()).containsExactly("sent_below_order");
    }

    @Test
    void theFirstAttemptSentSettlesAndAnotherIsADoublePayout() {
        story.automatic(1_000);
        story.fact(story.payout(), 2, FactStatus.SENT, 1_000, 0, true);

        List<LedgerEvent> events = story.sent(1_000);

        assertThat(events)
                .filteredOn(DoublePayoutDetected.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        DoublePayoutDetected.class,
                        found -> {
                            assertThat(found.settledAttempt()).isEqualTo(2);
                            assertThat(found.doubledAttempt()).isEqualTo(1);
                            assertThat(found.amount()).isEqualTo(1_000);
                        });
        assertThat(story.suspense()).isEqualTo(-1_000);
        assertThat(story.clearing()).isEqualTo(2_000);
        assertThat(story.totals().settled()).isEqualTo(1_000);
        assertThat(story.reasons()).containsExactly("double_payout");
    }

    @Test
    void whatARefusedAttemptSentAfterAllSettlesWhenItIsTheFirstAndIsReported() {
        story.automatic(1_000);
        story.fact(story.payout(), 2, FactStatus.CREATED, 0, 0, false);

        assertThat(story.sent(1_000))
                .hasExactlyElementsOfTypes(FundsSettled.class, FactQuarantined.class);
        assertThat(story.reasons()).containsExactly("sent_by_refused_attempt");
        assertThat(story.sent(1_000)).as("said again").isEmpty();
        assertThat(story.fact(story.payout(), 2, FactStatus.REJECTED, 0, 0, true)).isEmpty();
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
        assertThat(story.suspense()).isZero();
    }

    @Test
    void aRejectionOfAnAttemptThatWasNotTheLastEndsNothing() {
        story.automatic(1_000);
        story.fact(story.payout(), 2, FactStatus.APPROVED, 0, 0, false);

        assertThat(story.rejected()).singleElement().isInstanceOf(FactQuarantined.class);

        assertThat(story.reasons()).containsExactly("rejected_not_last");
        assertThat(story.reserved()).isEqualTo(1_000);
    }

    @Test
    void factsOfUnknownPayoutsAreQuarantinedAndNothingIsBooked() {
        story.automatic(1_000);
        PayoutId unknown = Fixtures.payoutId(story.wallet);

        List<LedgerEvent> ofKnown = story.fact(unknown, 1, FactStatus.SENT, 50, 0, true);
        List<LedgerEvent> ofUnknown =
                story.book(
                        Fixtures.fact(
                                Fixtures.withdrawalId(story.wallet),
                                unknown,
                                1,
                                FactStatus.SENT,
                                50,
                                0,
                                true,
                                story.now()));

        assertThat(ofKnown)
                .singleElement()
                .isInstanceOfSatisfying(
                        FactQuarantined.class,
                        fact -> {
                            assertThat(fact.sequence()).isEqualTo(3);
                            assertThat(fact.totals()).isNotNull();
                        });
        assertThat(ofUnknown)
                .singleElement()
                .isInstanceOfSatisfying(
                        FactQuarantined.class,
                        fact -> {
                            assertThat(fact.sequence()).isZero();
                            assertThat(fact.totals()).isNull();
                            assertThat(fact.currency()).isNull();
                        });
        assertThat(story.clearing()).isZero();
    }

    @Test
    void sentWithoutAnAmountEndsNothing() {
        story.automatic(1_000);

        assertThat(story.sent(0)).singleElement().isInstanceOf(FactQuarantined.class);

        assertThat(story.reasons()).containsExactly("no_amount");
        assertThat(story.reserved()).isEqualTo(1_000);
    }

    @Test
    void aFinalWordWithoutMoreMoneyEndsThePayout() {
        story.managed(1_000);
        PayoutId part = story.order(600L);
        story.fact(part, 1, FactStatus.SENT, 500, 0, false);

        List<LedgerEvent> events = story.fact(part, 1, FactStatus.SENT, 500, 0, true);

        assertThat(events)
                .hasAtLeastOneElementOfType(FundsSettled.class)
                .filteredOn(FundsSettled.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        FundsSettled.class,
                        settled -> {
                            assertThat(settled.amount()).isZero();
                            assertThat(settled.endsPayout()).isTrue();
                        });
        assertThat(story.withdrawal().remainder()).isEqualTo(500);
        assertThat(story.reasons()).containsExactly("sent_below_order");
    }
}
