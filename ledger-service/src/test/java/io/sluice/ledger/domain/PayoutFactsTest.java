package io.sluice.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.LedgerEvent.FundsReleased;
import io.sluice.contracts.LedgerEvent.FundsReturned;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.LedgerEvent.PayoutRejected;
import io.sluice.contracts.LedgerEvent.WalletOverdrawn;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Start;
import io.sluice.contracts.Totals;
import io.sluice.ledger.Fixtures;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Currency;
import java.util.List;

/** What a provider's facts do to the books. */
class PayoutFactsTest {

    private final Story story = Story.funded();

    @Test
    void sentSettlesTheReserve() {
        story.automatic(1_000);

        List<LedgerEvent> events = story.sent(1_000);

        assertThat(events).singleElement().isInstanceOf(FundsSettled.class);
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
        assertThat(story.available()).isEqualTo(Story.FUNDED - 1_000);
        assertThat(story.reserved()).isZero();
        assertThat(story.clearing()).isEqualTo(1_000);
    }

    @Test
    void theSameFactFromACallbackARepeatAndALookUpIsBookedOnce() {
        story.automatic(1_000);
        story.sent(1_000);

        assertThat(story.sent(1_000)).isEmpty();
        assertThat(story.sent(1_000)).isEmpty();
        assertThat(story.clearing()).isEqualTo(1_000);
        assertThat(story.reasons()).isEmpty();
    }

    @Test
    void cumulativeTotalsBookTheirDifference() {
        story.automatic(1_000);
        story.sentSoFar(400);
        assertThat(story.state()).isEqualTo(WithdrawalState.PROCESSING);

        assertThat(story.sent(1_000))
                .singleElement()
                .isInstanceOfSatisfying(
                        FundsSettled.class,
                        settled -> {
                            assertThat(settled.amount()).isEqualTo(600);
                            assertThat(settled.sentTotal()).isEqualTo(1_000);
                            assertThat(settled.endsPayout()).isTrue();
                        });
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
    }

    @Test
    void rejectedReleasesAnAutomaticWithdrawal() {
        story.automatic(1_000);

        assertThat(story.rejected())
                .hasExactlyElementsOfTypes(PayoutRejected.class, FundsReleased.class)
                .last()
                .isInstanceOfSatisfying(
                        FundsReleased.class,
                        released -> {
                            assertThat(released.reasonCode()).isEqualTo("AC04");
                            assertThat(released.payoutId()).isEqualTo(story.payout());
                            assertThat(released.totals())
                                    .isEqualTo(new Totals(1_000, 0, 1_000, 0, 0));
                        });
        assertThat(story.available()).isEqualTo(Story.FUNDED);
        assertThat(story.state()).isEqualTo(WithdrawalState.REJECTED);
    }

    @Test
    void returnedImpliesSent() {
        story.automatic(1_000);

        assertThat(story.returned(1_000, 1_000))
                .hasExactlyElementsOfTypes(FundsSettled.class, FundsReturned.class);

        assertThat(story.available()).isEqualTo(Story.FUNDED);
        assertThat(story.state()).isEqualTo(WithdrawalState.RETURNED);
        PayoutStatusReported late =
                story.fact(
                        story.payout(),
                        1,
                        FactStatus.SENT,
                        1_000,
                        0,
                        true,
                        story.now().minusSeconds(1));
        assertThat(story.book(late)).as("the late sent, which happened before").isEmpty();
    }

    @Test
    void aSecondPartialReturnBooksItsDifferenceAndIsLinkedToTheSettlement() {
        story.automatic(1_000);
        story.sent(1_000);
        story.returned(1_000, 300);
        story.returned(1_000, 300);
        story.returned(1_000, 1_000);

        assertThat(story.totals().returned()).isEqualTo(1_000);
        assertThat(story.clearing()).isZero();
        List<PostedTransfer> returns =
                story.ledger.transfers().stream()
                        .filter(transfer -> transfer.kind() == EntryKind.RETURN)
                        .toList();
        PostedTransfer settlement =
                story.ledger.transfers().stream()
                        .filter(transfer -> transfer.kind() == EntryKind.SETTLE)
                        .findFirst()
                        .orElseThrow();
        assertThat(returns)
                .extracting(transfer -> transfer.amount().minorUnits())
                .containsExactly(300L, 700L);
        assertThat(returns).allMatch(transfer -> settlement.id().equals(transfer.linkedTo()));
    }

    @Test
    void aSmallerTotalThatHappenedBeforeBooksNothing() {
        story.automatic(1_000);
        story.sentSoFar(600);

        PayoutStatusReported earlier =
                story.fact(
                        story.payout(),
                        1,
                        FactStatus.SENT,
                        400,
                        0,
                        false,
                        story.now().minusSeconds(60));

        assertThat(story.book(earlier)).isEmpty();
        assertThat(story.reasons()).isEmpty();
        assertThat(story.clearing()).isEqualTo(600);
    }

    @Test
    void aFactInAnotherCurrencyOrFromAnotherProviderIsQuarantined() {
        story.automatic(1_000);
        story.fact(story.payout(), 1, FactStatus.CREATED, 0, 0, false);
        PayoutStatusReported right =
                story.fact(story.payout(), 1, FactStatus.SENT, 1_000, 0, true, story.now());

        story.book(inCurrency(right, "EUR", "pientegra"));
        story.book(inCurrency(right, "TRY", "praxis"));

        assertThat(story.reasons()).containsExactly("currency_mismatch", "provider_mismatch");
        assertThat(story.clearing()).isZero();
        assertThat(story.book(right)).singleElement().isInstanceOf(FundsSettled.class);
    }

    private static PayoutStatusReported inCurrency(
            PayoutStatusReported fact, String currency, String provider) {
        return withFee(fact, currency, provider, fact.fee());
    }

    private static PayoutStatusReported withFee(
            PayoutStatusReported fact, String currency, String provider, long fee) {
        return new PayoutStatusReported(
                fact.withdrawalId(),
                fact.payoutId(),
                fact.attempt(),
                fact.status(),
                fact.sentTotal(),
                fact.returnedTotal(),
                Currency.getInstance(currency),
                fact.isFinal(),
                fee,
                provider,
                fact.providerReference(),
                fact.reasonCode(),
                fact.occurredAt(),
                FactSource.LOOK_UP);
    }

    @Test
    void aFeeIsPostedToFeesAndNeverTouchesTheWallet() {
        story.automatic(1_000);
        PayoutStatusReported sent =
                story.fact(story.payout(), 1, FactStatus.SENT, 1_000, 0, true, story.now());

        assertThat(story.book(withFee(sent, "TRY", "pientegra", 15)))
                .singleElement()
                .isInstanceOfSatisfying(
                        FundsSettled.class, settled -> assertThat(settled.fee()).isEqualTo(15));
        story.book(withFee(sent, "TRY", "pientegra", 15));
        story.book(withFee(sent, "TRY", "pientegra", 20));
        story.book(withFee(sent, "TRY", "pientegra", 0));

        assertThat(story.fees()).isEqualTo(-20);
        assertThat(story.clearing()).isEqualTo(1_020);
        assertThat(story.available()).isEqualTo(Story.FUNDED - 1_000);
    }

    @Test
    void createdAndApprovedMoveNothingInWhateverOrderTheyCome() {
        story.automatic(1_000);
        story.sent(1_000);

        assertThat(story.fact(story.payout(), 1, FactStatus.APPROVED, 0, 0, false)).isEmpty();
        assertThat(story.fact(story.payout(), 1, FactStatus.CREATED, 0, 0, false)).isEmpty();
        assertThat(story.reasons()).isEmpty();
    }

    @Test
    void aFinalDebitTakesTheMoneyWhenItIsSent() {
        story.finalDebit(1_000);
        assertThat(story.available()).isEqualTo(Story.FUNDED);
        assertThat(story.reserved()).isZero();

        assertThat(story.sent(1_000)).singleElement().isInstanceOf(FundsSettled.class);
        assertThat(story.available()).isEqualTo(Story.FUNDED - 1_000);
    }

    @Test
    void twoFinalDebitsAtTheSameTimeMayOverdraw() {
        story.finalDebit(Story.FUNDED);
        PayoutId firstPayout = story.payout();
        var firstId = story.id();
        story.finalDebit(Story.FUNDED);
        story.sent(Story.FUNDED);

        List<LedgerEvent> events =
                story.book(
                        Fixtures.fact(
                                firstId,
                                firstPayout,
                                1,
                                FactStatus.SENT,
                                Story.FUNDED,
                                0,
                                true,
                                story.now()));

        assertThat(events)
                .hasExactlyElementsOfTypes(FundsSettled.class, WalletOverdrawn.class)
                .last()
                .isInstanceOfSatisfying(
                        WalletOverdrawn.class,
                        overdrawn -> assertThat(overdrawn.overdrawnBy()).isEqualTo(Story.FUNDED));
        assertThat(story.available()).isEqualTo(-Story.FUNDED);
    }

    @Test
    void aRejectedFinalDebitMovesNothingAndCountsAsReleased() {
        story.finalDebit(1_000);
        int transfers = story.ledger.transfers().size();

        assertThat(story.rejected())
                .hasExactlyElementsOfTypes(PayoutRejected.class, FundsReleased.class);

        assertThat(story.ledger.transfers()).hasSize(transfers);
        assertThat(story.totals()).isEqualTo(new Totals(1_000, 0, 1_000, 0, 0));
    }

    @Test
    void aPartRejectedAfterItWasPartlySentReleasesTheRest() {
        story.automatic(1_000);
        story.sentSoFar(400);
        story.later(Duration.ofSeconds(1));

        List<LedgerEvent> events = story.fact(story.payout(), 1, FactStatus.REJECTED, 400, 0, true);

        assertThat(events).hasExactlyElementsOfTypes(FundsSettled.class, FundsReleased.class);
        assertThat(story.totals()).isEqualTo(new Totals(1_000, 400, 600, 0, 0));
        assertThat(story.state()).isEqualTo(WithdrawalState.SENT);
    }

    @Test
    void aManagedFinalDebitIsCheckedAgainAtEachOrder() {
        story.request(Story.FUNDED, BalanceModel.FINAL_DEBIT, Processing.MANAGED, Start.ORDERED);
        story.book(Fixtures.debit(story.wallet, 1, Story.reference()));

        assertThat(story.ordered(null))
                .singleElement()
                .isInstanceOfSatisfying(
                        LedgerEvent.PayoutDeclined.class,
                        declined -> assertThat(declined.reason()).isEqualTo("insufficient_funds"));
        assertThat(story.ordered(Story.FUNDED - 1))
                .singleElement()
                .isInstanceOf(LedgerEvent.PayoutAuthorized.class);
    }

    /** Nobody can order it again: it would stay open for good. */
    @Test
    void anAutomaticFinalDebitThatCannotBePaidWhenItIsOrderedEnds() {
        story.request(Story.FUNDED, BalanceModel.FINAL_DEBIT, Processing.AUTOMATIC, Start.ORDERED);
        story.book(Fixtures.debit(story.wallet, 1, Story.reference()));
        int transfers = story.ledger.transfers().size();

        assertThat(story.ordered(null))
                .hasExactlyElementsOfTypes(LedgerEvent.PayoutDeclined.class, FundsReleased.class)
                .last()
                .isInstanceOfSatisfying(
                        FundsReleased.class,
                        released ->
                                assertThat(released.reasonCode()).isEqualTo("insufficient_funds"));
        assertThat(story.ledger.transfers()).as("it was never taken").hasSize(transfers);
        assertThat(story.totals()).isEqualTo(new Totals(Story.FUNDED, 0, Story.FUNDED, 0, 0));
        assertThat(story.state()).isEqualTo(WithdrawalState.REJECTED);
    }
}
