package io.sluice.ledger;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.contracts.LedgerCommand.WalletDebitRequested;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Start;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Events as the other services would send them. */
public final class Fixtures {

    public static final Currency TRY = Currency.getInstance("TRY");
    public static final Instant NOW = Instant.parse("2026-04-28T13:00:00Z");
    public static final EncryptedDestination DESTINATION =
            new EncryptedDestination("key-1", "c2VhbGVk", "TR");
    private static final Random RANDOM = new Random(42);

    private Fixtures() {}

    public static WalletKey wallet() {
        return new WalletKey("merchant", "user-" + UUID.randomUUID(), TRY);
    }

    public static PayoutId payoutId(WalletKey wallet) {
        return PayoutId.mint(wallet.slot(), NOW, RANDOM);
    }

    public static WithdrawalId withdrawalId(WalletKey wallet) {
        return WithdrawalId.mint(wallet.slot(), NOW, RANDOM);
    }

    public static <E extends SluiceEvent> Envelope<E> envelope(E event) {
        return envelope(event, UUID.randomUUID().toString());
    }

    public static <E extends SluiceEvent> Envelope<E> envelope(E event, String cause) {
        return new Envelope<>(EventId.derived(cause, "test"), "test", NOW, null, null, event);
    }

    public static WalletCreditRequested credit(WalletKey wallet, long amount, String reference) {
        return new WalletCreditRequested(
                wallet.merchantId(),
                wallet.externalUserId(),
                wallet.currency(),
                amount,
                reference,
                "operator");
    }

    public static WalletDebitRequested debit(WalletKey wallet, long amount, String reference) {
        return new WalletDebitRequested(
                wallet.merchantId(),
                wallet.externalUserId(),
                wallet.currency(),
                amount,
                reference,
                "operator");
    }

    public static WithdrawalRequested request(
            WalletKey wallet,
            long amount,
            BalanceModel model,
            Processing processing,
            Start start,
            @Nullable Instant expiresAt) {
        return new WithdrawalRequested(
                withdrawalId(wallet),
                start == Start.AT_ONCE ? payoutId(wallet) : null,
                wallet.merchantId(),
                "Sandbox",
                wallet.externalUserId(),
                amount,
                wallet.currency(),
                model,
                processing,
                start,
                List.of("pientegra", "praxis"),
                DESTINATION,
                expiresAt);
    }

    public static WithdrawalRequested automatic(WalletKey wallet, long amount) {
        return request(
                wallet,
                amount,
                BalanceModel.PRE_RESERVE,
                Processing.AUTOMATIC,
                Start.AT_ONCE,
                null);
    }

    public static WithdrawalRequested managed(WalletKey wallet, long amount) {
        return request(
                wallet, amount, BalanceModel.PRE_RESERVE, Processing.MANAGED, Start.ORDERED, null);
    }

    public static PayoutOrdered order(
            WithdrawalId withdrawal, PayoutId payout, @Nullable Long amount) {
        return new PayoutOrdered(
                withdrawal, payout, amount, List.of("pientegra"), DESTINATION, null);
    }

    public static PayoutOrdered closingOrder(WithdrawalId withdrawal, PayoutId payout) {
        return new PayoutOrdered(withdrawal, payout, null, List.of("pientegra"), DESTINATION, true);
    }

    public static PayoutStatusReported fact(
            WithdrawalId withdrawal,
            PayoutId payout,
            int attempt,
            FactStatus status,
            long sentTotal,
            long returnedTotal,
            boolean isFinal,
            Instant occurredAt) {
        return new PayoutStatusReported(
                withdrawal,
                payout,
                attempt,
                status,
                sentTotal,
                returnedTotal,
                TRY,
                isFinal,
                0,
                "pientegra",
                "ref-" + attempt,
                status == FactStatus.REJECTED ? "AC04" : null,
                occurredAt,
                FactSource.CALLBACK);
    }
}
