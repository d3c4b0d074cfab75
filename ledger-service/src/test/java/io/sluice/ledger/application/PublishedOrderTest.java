package io.sluice.ledger.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.ledger.Fixtures;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** Nobody reads a withdrawal's events out of order, whoever died before publishing one. */
class PublishedOrderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final WalletKey wallet = Fixtures.wallet();
    private final WithdrawalRequested request = Fixtures.automatic(wallet, 400);

    private List<Envelope<? extends LedgerEvent>> book(Envelope<?>... records) {
        BookBatch bookBatch =
                new BookBatch(
                        ledger, new DecidedTransfers(), Clock.fixed(Fixtures.NOW, ZoneOffset.UTC));
        return Objects.requireNonNull(bookBatch.book(List.of(records)).block(PATIENCE)).outcomes();
    }

    private List<Envelope<? extends LedgerEvent>> requested() {
        return book(
                Fixtures.envelope(Fixtures.credit(wallet, 1_000, "opening")),
                Fixtures.envelope(request));
    }

    private List<Envelope<? extends LedgerEvent>> sent() {
        return book(
                Fixtures.envelope(
                        Fixtures.fact(
                                request.withdrawalId(),
                                Objects.requireNonNull(request.payoutId()),
                                1,
                                FactStatus.SENT,
                                400,
                                0,
                                true,
                                Fixtures.NOW)));
    }

    private List<Envelope<? extends LedgerEvent>> cancelled() {
        return book(
                Fixtures.envelope(new CancellationRequested(request.withdrawalId(), "cancelled")));
    }

    private static List<Integer> published(
            PublishedOrder order, List<Envelope<? extends LedgerEvent>> outcomes) {
        return Objects.requireNonNull(order.complete(outcomes).block(PATIENCE)).stream()
                .map(Envelope::data)
                .filter(LedgerEvent.OfWithdrawal.class::isInstance)
                .map(event -> ((LedgerEvent.OfWithdrawal) event).sequence())
                .toList();
    }

    @Test
    void whatFollowsOnWhatWasPublishedHereGoesOutAlone() {
        PublishedOrder order = new PublishedOrder(ledger);
        List<Envelope<? extends LedgerEvent>> first = requested();
        assertThat(published(order, first)).containsExactly(1, 2);
        order.published(first);

        assertThat(published(order, sent())).containsExactly(3);
    }

    @Test
    void whatAnotherLifeBookedAndMayNotHavePublishedGoesFirst() {
        requested();
        sent();

        assertThat(published(new PublishedOrder(ledger), cancelled())).containsSequence(1, 2, 3, 4);
    }

    @Test
    void whatTheBrokerDidNotAcknowledgeIsSaidOnceMore() {
        PublishedOrder order = new PublishedOrder(ledger);
        order.published(requested());
        assertThat(published(order, sent())).containsExactly(3);

        assertThat(published(order, cancelled())).containsSequence(1, 2, 3, 4);
    }
}
