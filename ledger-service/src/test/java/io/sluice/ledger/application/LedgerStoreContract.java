package io.sluice.ledger.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.LedgerEvent.LedgerSealed;
import io.sluice.contracts.LedgerEvent.TransferRefused;
import io.sluice.contracts.LedgerEvent.WalletCredited;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.ledger.Fixtures;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.RecordRefused;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** What every keeper of the books owes: the fake keeps it as the real one does. */
public abstract class LedgerStoreContract {

    protected abstract LedgerStore store();

    protected abstract PublishedOrder.Said said();

    private final WalletKey wallet = Fixtures.wallet();

    private Decision book(Envelope<?>... records) {
        BookBatch bookBatch =
                new BookBatch(
                        store(), new DecidedTransfers(), Clock.fixed(Fixtures.NOW, ZoneOffset.UTC));
        return Objects.requireNonNull(
                bookBatch.book(List.of(records)).block(Duration.ofSeconds(30)));
    }

    private static List<LedgerEvent> events(Decision decision) {
        return decision.outcomes().stream().<LedgerEvent>map(Envelope::data).toList();
    }

    private Envelope<?> credit(long amount) {
        return Fixtures.envelope(Fixtures.credit(wallet, amount, UUID.randomUUID().toString()));
    }

    @Test
    void whatOneBatchBookedTheNextOneFinds() {
        book(credit(1_000));

        assertThat(events(book(credit(500))))
                .hasAtLeastOneElementOfType(WalletCredited.class)
                .first()
                .isInstanceOfSatisfying(
                        WalletCredited.class,
                        credited -> assertThat(credited.available()).isEqualTo(1_500));
    }

    @Test
    void aWholeWithdrawalInOneBatchComesOutAsInThree() {
        WithdrawalRequested request = Fixtures.automatic(wallet, 400);
        Envelope<?> requested = Fixtures.envelope(request);
        Envelope<?> sent = Fixtures.envelope(sent(request, 400));

        Decision one = book(credit(1_000), requested, sent);

        assertThat(one.transfers()).hasSize(3);
        assertThat(one.withdrawals())
                .singleElement()
                .satisfies(row -> assertThat(row.value().totals().settled()).isEqualTo(400));
        assertThat(events(one)).last().isInstanceOf(LedgerSealed.class);
    }

    @Test
    void aRedeliveredBatchBooksNothingAndLeadsToTheSameOutcomesTheSealIncluded() {
        WithdrawalRequested request = Fixtures.automatic(wallet, 400);
        Envelope<?> credit = credit(1_000);
        Envelope<?> requested = Fixtures.envelope(request);
        Envelope<?> sent = Fixtures.envelope(sent(request, 400));
        Decision first = book(credit, requested, sent);

        Decision again = book(credit, requested, sent);

        assertThat(again.isEmpty()).isTrue();
        assertThat(again.outcomes()).containsExactlyElementsOf(first.outcomes());
    }

    @Test
    void aRedeliveredPartOfABatchLeadsToItsOwnOutcomes() {
        WithdrawalRequested request = Fixtures.automatic(wallet, 400);
        Envelope<?> requested = Fixtures.envelope(request);
        book(credit(1_000), requested);

        Decision again = book(requested, Fixtures.envelope(sent(request, 400)));

        assertThat(again.transfers()).hasSize(1);
        assertThat(again.seals()).hasSize(1);
        assertThat(events(again).stream().filter(LedgerSealed.class::isInstance)).hasSize(2);
    }

    @Test
    void whatWasSaidOfAWithdrawalIsFoundAgain() {
        WithdrawalRequested request = Fixtures.automatic(wallet, 400);
        WithdrawalRequested other = Fixtures.automatic(wallet, 300);
        Decision first = book(credit(1_000), Fixtures.envelope(request), Fixtures.envelope(other));
        Decision second = book(Fixtures.envelope(sent(request, 400)));

        assertThat(said().of(List.of(request.withdrawalId())).block(Duration.ofSeconds(30)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(first, second)
                                .flatMap(decision -> decision.outcomes().stream())
                                .filter(
                                        each ->
                                                each.data()
                                                        .subject()
                                                        .equals(request.withdrawalId().toString()))
                                .toList());
    }

    @Test
    void nothingOfABatchIsBookedWhenOneOfItsRecordsCanNeverBe() {
        Envelope<?> good = credit(1_000);
        Envelope<?> bad =
                Fixtures.envelope(
                        Fixtures.order(
                                Fixtures.withdrawalId(wallet), Fixtures.payoutId(wallet), null));

        assertThatThrownBy(() -> book(good, bad)).isInstanceOf(RecordRefused.class);

        assertThat(events(book(good)))
                .first()
                .isInstanceOfSatisfying(
                        WalletCredited.class,
                        credited -> assertThat(credited.available()).isEqualTo(1_000));
    }

    @Test
    void aMerchantsReferenceIsDecidedOnceInWhateverWalletItIsUsed() {
        String reference = UUID.randomUUID().toString();
        WalletKey other = Fixtures.wallet();
        book(Fixtures.envelope(Fixtures.credit(wallet, 10, reference)));

        assertThat(events(book(Fixtures.envelope(Fixtures.credit(other, 10, reference)))))
                .singleElement()
                .isInstanceOf(TransferRefused.class);
        assertThat(events(book(Fixtures.envelope(Fixtures.credit(wallet, 10, reference)))))
                .first()
                .isInstanceOf(WalletCredited.class);
    }

    @Test
    void aQuarantinedFactIsKeptOnce() {
        WithdrawalRequested request = Fixtures.automatic(wallet, 400);
        PayoutStatusReported below = sent(request, 399);
        book(credit(1_000), Fixtures.envelope(request), Fixtures.envelope(below));

        Decision again = book(Fixtures.envelope(sent(request, 399)));

        assertThat(again.quarantined()).isEmpty();
        assertThat(again.transfers()).isEmpty();
    }

    private static PayoutStatusReported sent(WithdrawalRequested request, long total) {
        return Fixtures.fact(
                request.withdrawalId(),
                Objects.requireNonNull(request.payoutId()),
                1,
                FactStatus.SENT,
                total,
                0,
                true,
                Fixtures.NOW);
    }
}
