package io.sluice.ledger.domain;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Start;
import io.sluice.contracts.Totals;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.ledger.Fixtures;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.application.InMemoryLedger;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** One wallet and one withdrawal of it, told record by record. */
final class Story {

    static final long FUNDED = 1_000_000;

    final InMemoryLedger ledger = new InMemoryLedger();
    final ChartOfAccounts chart = new ChartOfAccounts();
    final WalletKey wallet = Fixtures.wallet();
    private Instant now = Fixtures.NOW;
    private @Nullable WithdrawalId withdrawalId;
    private @Nullable PayoutId first;

    static Story funded() {
        return funded(FUNDED);
    }

    static Story funded(long amount) {
        Story story = new Story();
        if (amount > 0) {
            story.book(Fixtures.credit(story.wallet, amount, "funding"));
        }
        return story;
    }

    List<LedgerEvent> book(SluiceEvent event) {
        return book(List.of(Fixtures.envelope(event)));
    }

    List<LedgerEvent> book(List<? extends Envelope<?>> records) {
        BookBatch bookBatch =
                new BookBatch(ledger, new DecidedTransfers(), Clock.fixed(now, ZoneOffset.UTC));
        Decision decision =
                Objects.requireNonNull(
                        bookBatch
                                .book(List.<Envelope<?>>copyOf(records))
                                .block(Duration.ofSeconds(10)));
        return decision.outcomes().stream()
                .<LedgerEvent>map(Envelope::data)
                .filter(event -> !(event instanceof LedgerEvent.LedgerSealed))
                .toList();
    }

    List<LedgerEvent> request(long amount, BalanceModel model, Processing processing, Start start) {
        return request(Fixtures.request(wallet, amount, model, processing, start, null));
    }

    List<LedgerEvent> request(WithdrawalRequested request) {
        withdrawalId = request.withdrawalId();
        first = request.payoutId();
        return book(request);
    }

    List<LedgerEvent> automatic(long amount) {
        return request(amount, BalanceModel.PRE_RESERVE, Processing.AUTOMATIC, Start.AT_ONCE);
    }

    List<LedgerEvent> finalDebit(long amount) {
        return request(amount, BalanceModel.FINAL_DEBIT, Processing.AUTOMATIC, Start.AT_ONCE);
    }

    List<LedgerEvent> managed(long amount) {
        return request(amount, BalanceModel.PRE_RESERVE, Processing.MANAGED, Start.ORDERED);
    }

    PayoutId order(@Nullable Long amount) {
        PayoutId payout = Fixtures.payoutId(wallet);
        if (first == null) {
            first = payout;
        }
        book(Fixtures.order(id(), payout, amount));
        return payout;
    }

    List<LedgerEvent> ordered(@Nullable Long amount) {
        return book(Fixtures.order(id(), Fixtures.payoutId(wallet), amount));
    }

    List<LedgerEvent> cancel() {
        return book(new CancellationRequested(id(), "cancelled"));
    }

    List<LedgerEvent> release(String... operators) {
        return book(new RemainderReleaseRequested(id(), List.of(operators), "asked"));
    }

    List<LedgerEvent> expire(Instant dueAt) {
        return book(new ReserveExpiryDue(id(), dueAt));
    }

    List<LedgerEvent> sent(long total) {
        return fact(payout(), 1, FactStatus.SENT, total, 0, true);
    }

    List<LedgerEvent> sentSoFar(long total) {
        return fact(payout(), 1, FactStatus.SENT, total, 0, false);
    }

    List<LedgerEvent> rejected() {
        return fact(payout(), 1, FactStatus.REJECTED, 0, 0, true);
    }

    List<LedgerEvent> returned(long sent, long total) {
        return fact(payout(), 1, FactStatus.RETURNED, sent, total, true);
    }

    /** Each fact happens a second after the one before. */
    List<LedgerEvent> fact(
            PayoutId payout,
            int attempt,
            FactStatus status,
            long sentTotal,
            long returnedTotal,
            boolean isFinal) {
        later(Duration.ofSeconds(1));
        return book(fact(payout, attempt, status, sentTotal, returnedTotal, isFinal, now));
    }

    PayoutStatusReported fact(
            PayoutId payout,
            int attempt,
            FactStatus status,
            long sentTotal,
            long returnedTotal,
            boolean isFinal,
            Instant occurredAt) {
        return Fixtures.fact(
                id(), payout, attempt, status, sentTotal, returnedTotal, isFinal, occurredAt);
    }

    Instant now() {
        return now;
    }

    void later(Duration by) {
        now = now.plus(by);
    }

    WithdrawalId id() {
        return Objects.requireNonNull(withdrawalId);
    }

    PayoutId payout() {
        return Objects.requireNonNull(first);
    }

    Withdrawal withdrawal() {
        return Objects.requireNonNull(ledger.withdrawals().get(id()));
    }

    Payout payout(PayoutId id) {
        return Objects.requireNonNull(ledger.payouts().get(id));
    }

    Totals totals() {
        return withdrawal().totals();
    }

    WithdrawalState state() {
        return withdrawal().state();
    }

    long available() {
        return balance(chart.wallet(wallet));
    }

    long reserved() {
        return balance(chart.reserved(wallet));
    }

    long clearing() {
        return balance(chart.clearing("pientegra", wallet.currency(), Account.partitionOf(wallet)));
    }

    long suspense() {
        return balance(chart.suspense(wallet.currency(), Account.partitionOf(wallet)));
    }

    long fees() {
        return balance(chart.fees(wallet.currency(), Account.partitionOf(wallet)));
    }

    List<String> reasons() {
        return ledger.quarantined().stream().map(fact -> fact.reason().code()).toList();
    }

    private long balance(Account account) {
        return ledger.balances().getOrDefault(account.id(), Balance.ZERO).amount();
    }

    static String reference() {
        return UUID.randomUUID().toString();
    }
}
