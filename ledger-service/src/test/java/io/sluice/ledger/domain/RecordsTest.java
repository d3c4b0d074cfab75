package io.sluice.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.LedgerEvent.TransferRefused;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.Fixtures;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What every record owes, whatever it says. */
class RecordsTest {

    private final Story story = Story.funded();

    @Test
    void eventsAreNumberedWithoutGaps() {
        story.managed(1_000);
        PayoutId part = story.order(400L);
        story.fact(part, 1, FactStatus.SENT, 399, 0, true);
        story.release("ada", "bob");

        assertThat(story.withdrawal().sequence()).isEqualTo(5);
    }

    @Test
    void aRecordThatComesAgainLeadsToTheSameOutcomesAndBooksNothing() {
        story.automatic(1_000);
        Envelope<?> sent =
                Fixtures.envelope(
                        story.fact(
                                story.payout(), 1, FactStatus.SENT, 1_000, 0, true, story.now()));
        List<LedgerEvent> first = story.book(List.of(sent));
        int transfers = story.ledger.transfers().size();

        assertThat(story.book(List.of(sent))).isEqualTo(first);
        assertThat(story.book(List.of(sent, sent)))
                .isEqualTo(List.of(first.getFirst(), first.getFirst()));
        assertThat(story.ledger.transfers()).hasSize(transfers);
    }

    @Test
    void aReferenceIsDecidedOnce() {
        String reference = Story.reference();
        List<LedgerEvent> first = story.book(Fixtures.credit(story.wallet, 10, reference));

        assertThat(story.book(Fixtures.credit(story.wallet, 10, reference))).isEqualTo(first);
        assertThat(story.book(Fixtures.credit(story.wallet, 11, reference)))
                .singleElement()
                .isInstanceOfSatisfying(
                        TransferRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("reference_reused"));
        assertThat(story.book(Fixtures.debit(story.wallet, 10, reference)))
                .singleElement()
                .isInstanceOf(TransferRefused.class);
        assertThat(story.available()).isEqualTo(Story.FUNDED + 10);
    }

    @Test
    void anAmountThatDoesNotFitIsRefusedAndNothingWraps() {
        assertThat(story.book(Fixtures.credit(story.wallet, Long.MAX_VALUE, Story.reference())))
                .singleElement()
                .isInstanceOfSatisfying(
                        TransferRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("amount_overflow"));
        assertThat(story.book(Fixtures.debit(story.wallet, Story.FUNDED + 1, Story.reference())))
                .singleElement()
                .isInstanceOfSatisfying(
                        TransferRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("insufficient_funds"));
        assertThat(story.available()).isEqualTo(Story.FUNDED);
    }

    @Test
    void aRecordThatCanNeverBeBookedIsNamedAndNothingOfItsBatchIsBooked() {
        Envelope<?> good = Fixtures.envelope(Fixtures.credit(story.wallet, 5, Story.reference()));
        Envelope<?> bad =
                Fixtures.envelope(
                        Fixtures.order(
                                Fixtures.withdrawalId(story.wallet),
                                Fixtures.payoutId(story.wallet),
                                null));

        assertThatThrownBy(() -> story.book(List.of(good, bad)))
                .isInstanceOfSatisfying(
                        RecordRefused.class, refused -> assertThat(refused.index()).isEqualTo(1))
                .hasMessageContaining("withdrawalId: unknown");
        assertThat(story.available()).isEqualTo(Story.FUNDED);
    }

    @Test
    void anIdThatDoesNotCarryItsWalletsSlotIsRefused() {
        WithdrawalRequested right = Fixtures.automatic(story.wallet, 10);
        var other = Fixtures.wallet();
        while (other.slot().equals(story.wallet.slot())) {
            other = Fixtures.wallet();
        }
        WithdrawalId wrong = Fixtures.withdrawalId(other);
        WithdrawalRequested request =
                new WithdrawalRequested(
                        wrong,
                        right.payoutId(),
                        right.merchantId(),
                        right.applicationKey(),
                        right.externalUserId(),
                        right.amount(),
                        right.currency(),
                        right.model(),
                        right.processing(),
                        right.start(),
                        right.route(),
                        right.destination(),
                        null);

        assertThatThrownBy(() -> story.book(request))
                .isInstanceOf(RecordRefused.class)
                .hasMessageContaining("withdrawalId: slot");
    }
}
