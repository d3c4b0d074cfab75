package io.sluice.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.CancellationDeclined;
import io.sluice.contracts.LedgerEvent.FactQuarantined;
import io.sluice.contracts.LedgerEvent.FundsRefused;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.LedgerEvent.FundsReserved;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.LedgerEvent.PayoutDeclined;
import io.sluice.contracts.LedgerEvent.PayoutRejected;
import io.sluice.contracts.LedgerEvent.ReleaseDeclined;
import io.sluice.contracts.LedgerEvent.WithdrawalCancelled;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Start;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.ledger.Fixtures;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** What partners and operators may do with a withdrawal, and when. */
class OrdersAndEndingsTest {

    private final Story story = Story.funded();

    @Test
    void aRequestReservesAndAuthorizesAtOnce() {
        assertThat(story.automatic(1_000))
                .hasExactlyElementsOfTypes(FundsReserved.class, PayoutAuthorized.class);
        assertThat(story.reserved()).isEqualTo(1_000);
        assertThat(story.withdrawal().authorized()).isEqualTo(1_000);
    }

    @Test
    void aWalletWithTooLittleIsRefusedAndNothingIsOutstanding() {
        assertThat(story.automatic(Story.FUNDED + 1))
                .singleElement()
                .isInstanceOfSatisfying(
                        FundsRefused.class,
                        refused -> {
                            assertThat(refused.reason()).isEqualTo("insufficient_funds");
                            assertThat(refused.totals().outstanding()).isZero();
                        });
        assertThat(story.state()).isEqualTo(WithdrawalState.REFUSED);
        assertThat(story.available()).isEqualTo(Story.FUNDED);
    }

    @Test
    void aFinalDebitBelowThePostedBalanceIsRefused() {
        assertThat(story.finalDebit(Story.FUNDED + 1))
                .singleElement()
                .isInstanceOf(FundsRefused.class);
        assertThat(story.finalDebit(Story.FUNDED))
                .singleElement()
                .isInstanceOf(PayoutAuthorized.class);
    }

    @Test
    void partsArePaidSeparatelyAndTheRestCompleted() {
        story.managed(1_000);
        PayoutId part = story.order(300L);
        story.fact(part, 1, FactStatus.SENT, 300, 0, true);

        assertThat(story.ordered(701L))
                .singleElement()
                .isInstanceOfSatisfying(
                        PayoutDeclined.class,
                        declined ->
                                assertThat(declined.reason())
                                        .isEqualTo("amount_exceeds_remaining"));
        PayoutId rest = story.order(null);
        assertThat(story.payout(rest).ordered()).isEqualTo(700);
        assertThat(story.ordered(null))
                .singleElement()
                .isInstanceOfSatisfying(
                        PayoutDeclined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("nothing_remains"));
        story.fact(rest, 1, FactStatus.SENT, 700, 0, true);
        assertThat(story.totals()).isEqualTo(new Totals(1_000, 1_000, 0, 0, 0));
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
    }

    @Test
    void aRejectedPartGoesBackToWhatRemainsItsReserveKept() {
        story.managed(1_000);
        PayoutId part = story.order(300L);

        assertThat(story.fact(part, 1, FactStatus.REJECTED, 0, 0, true))
                .singleElement()
                .isInstanceOfSatisfying(
                        PayoutRejected.class,
                        rejected -> assertThat(rejected.amount()).isEqualTo(300));

        assertThat(story.reserved()).isEqualTo(1_000);
        assertThat(story.withdrawal().remainder()).isEqualTo(1_000);
        assertThat(story.state()).isEqualTo(WithdrawalState.PROCESSING);
    }

    @Test
    void afterAnOrderThatClosesNothingIsOrderedAndWhatIsRejectedIsReleasedAtOnce() {
        story.managed(1_000);
        PayoutId part = story.order(300L);
        PayoutId rest = Fixtures.payoutId(story.wallet);

        assertThat(story.book(Fixtures.closingOrder(story.id(), rest)))
                .singleElement()
                .isInstanceOfSatisfying(
                        PayoutAuthorized.class,
                        authorized -> assertThat(authorized.amount()).isEqualTo(700));
        assertThat(story.fact(part, 1, FactStatus.REJECTED, 0, 0, true))
                .hasExactlyElementsOfTypes(PayoutRejected.class, FundsReleased.class);
        assertThat(story.ordered(null))
                .singleElement()
                .isInstanceOfSatisfying(
                        PayoutDeclined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("closed"));

        assertThat(story.fact(rest, 1, FactStatus.REJECTED, 0, 0, true))
                .hasExactlyElementsOfTypes(PayoutRejected.class, FundsReleased.class)
                .last()
                .isInstanceOfSatisfying(
                        FundsReleased.class,
                        released -> {
                            assertThat(released.payoutId()).isEqualTo(rest);
                            assertThat(released.reasonCode()).isEqualTo("AC04");
                        });
        assertThat(story.available()).isEqualTo(Story.FUNDED);
        assertThat(story.state()).isEqualTo(WithdrawalState.REJECTED);
    }

    @Test
    void anOrderThatClosesAndIsDeclinedClosesNothing() {
        story.managed(1_000);
        PayoutId all = story.order(null);

        assertThat(story.book(Fixtures.closingOrder(story.id(), Fixtures.payoutId(story.wallet))))
                .singleElement()
                .isInstanceOf(PayoutDeclined.class);
        assertThat(story.fact(all, 1, FactStatus.REJECTED, 0, 0, true))
                .singleElement()
                .isInstanceOf(PayoutRejected.class);
        assertThat(story.withdrawal().remainder()).isEqualTo(1_000);
    }

    @Test
    void aClosingOrderThatIsSentInPartReleasesTheRest() {
        story.managed(1_000);
        PayoutId all = Fixtures.payoutId(story.wallet);
        story.book(Fixtures.closingOrder(story.id(), all));

        assertThat(story.fact(all, 1, FactStatus.SENT, 600, 0, true))
                .hasExactlyElementsOfTypes(
                        FundsSettled.class, FactQuarantined.class, FundsReleased.class);
        assertThat(story.totals()).isEqualTo(new Totals(1_000, 600, 400, 0, 0));
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
    }

    @Test
    void anOrderThatComesAgainUnderAnotherIdIsNotOrderedTwice() {
        story.managed(1_000);
        PayoutId part = story.order(300L);

        assertThat(story.book(Fixtures.order(story.id(), part, 300L))).isEmpty();
        assertThat(story.withdrawal().authorized()).isEqualTo(300);
    }

    @Test
    void anAutomaticWithdrawalIsOrderedWholeOrNotAtAll() {
        story.request(1_000, BalanceModel.PRE_RESERVE, Processing.AUTOMATIC, Start.ORDERED);

        assertThat(story.ordered(400L)).singleElement().isInstanceOf(PayoutDeclined.class);
        assertThat(story.ordered(1_000L)).singleElement().isInstanceOf(PayoutAuthorized.class);
    }

    @Test
    void cancellationGivesEverythingBackWhileNothingWasEverStarted() {
        story.managed(1_000);

        assertThat(story.cancel())
                .hasExactlyElementsOfTypes(WithdrawalCancelled.class, FundsReleased.class);

        assertThat(story.available()).isEqualTo(Story.FUNDED);
        assertThat(story.state()).isEqualTo(WithdrawalState.CANCELLED);
        assertThat(story.ordered(null))
                .singleElement()
                .isInstanceOfSatisfying(
                        PayoutDeclined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("cancelled"));
        assertThat(story.cancel()).singleElement().isInstanceOf(CancellationDeclined.class);
    }

    @Test
    void cancellationIsDeclinedOnceProcessingHasStartedEvenInPart() {
        story.managed(1_000);
        PayoutId part = story.order(1L);
        story.fact(part, 1, FactStatus.REJECTED, 0, 0, true);

        assertThat(story.cancel())
                .singleElement()
                .isInstanceOfSatisfying(
                        CancellationDeclined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("payout_authorized"));
    }

    @Test
    void onAutomaticApplicationsACancellationComesTooLate() {
        story.automatic(1_000);

        assertThat(story.cancel()).singleElement().isInstanceOf(CancellationDeclined.class);
        assertThat(story.reserved()).isEqualTo(1_000);
    }

    @Test
    void twoOperatorsReleaseWhatRemainsAndAPartRejectedLaterIsReleasedAtOnce() {
        story.managed(1_000);
        PayoutId part = story.order(400L);

        assertThat(story.release("ada", "ada"))
                .singleElement()
                .isInstanceOfSatisfying(
                        ReleaseDeclined.class,
                        declined ->
                                assertThat(declined.reason()).isEqualTo("two_operators_needed"));
        assertThat(story.release("ada", "bob"))
                .singleElement()
                .isInstanceOfSatisfying(
                        FundsReleased.class,
                        released -> {
                            assertThat(released.amount()).isEqualTo(600);
                            assertThat(released.reasonCode()).isEqualTo("released");
                        });
        assertThat(story.state()).isEqualTo(WithdrawalState.CLOSING);
        assertThat(story.ordered(null))
                .singleElement()
                .isInstanceOfSatisfying(
                        PayoutDeclined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("closed"));
        assertThat(story.fact(part, 1, FactStatus.REJECTED, 0, 0, true))
                .hasExactlyElementsOfTypes(PayoutRejected.class, FundsReleased.class);
        assertThat(story.state()).isEqualTo(WithdrawalState.REJECTED);
        assertThat(story.available()).isEqualTo(Story.FUNDED);
    }

    @Test
    void aReleaseWithNothingRemainingOrOfAnAutomaticWithdrawalIsDeclined() {
        story.managed(1_000);
        story.order(null);
        assertThat(story.release("ada", "bob"))
                .singleElement()
                .isInstanceOfSatisfying(
                        ReleaseDeclined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("nothing_remains"));

        story.automatic(1_000);
        assertThat(story.release("ada", "bob")).singleElement().isInstanceOf(ReleaseDeclined.class);
    }

    @Test
    void expiryFreesOnlyWhatHasNoAuthorizedPayout() {
        Instant expiresAt = story.now().plusSeconds(60);
        story.request(expiring(expiresAt));
        PayoutId part = story.order(400L);
        assertThat(story.expire(expiresAt)).as("too early").isEmpty();
        story.later(Duration.ofMinutes(2));
        assertThat(story.expire(expiresAt.plusSeconds(1))).as("another time").isEmpty();

        assertThat(story.expire(expiresAt))
                .singleElement()
                .isInstanceOfSatisfying(
                        FundsReleased.class,
                        released -> {
                            assertThat(released.amount()).isEqualTo(600);
                            assertThat(released.reasonCode()).isEqualTo("expired");
                        });
        assertThat(story.expire(expiresAt)).as("again").isEmpty();
        story.fact(part, 1, FactStatus.SENT, 400, 0, true);
        assertThat(story.totals()).isEqualTo(new Totals(1_000, 400, 600, 0, 0));
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
    }

    @Test
    void expiryWithNothingToFreeClosesTheWithdrawalToOrders() {
        Instant expiresAt = story.now().plusSeconds(60);
        story.request(expiring(expiresAt));
        PayoutId all = story.order(null);
        story.later(Duration.ofMinutes(2));

        assertThat(story.expire(expiresAt)).isEmpty();

        assertThat(story.state()).isEqualTo(WithdrawalState.CLOSING);
        assertThat(story.fact(all, 1, FactStatus.REJECTED, 0, 0, true))
                .hasExactlyElementsOfTypes(PayoutRejected.class, FundsReleased.class);
    }

    private WithdrawalRequested expiring(Instant expiresAt) {
        return Fixtures.request(
                story.wallet,
                1_000,
                BalanceModel.PRE_RESERVE,
                Processing.MANAGED,
                Start.ORDERED,
                expiresAt);
    }
}
