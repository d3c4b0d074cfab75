package io.sluice.ledger.simulation;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.contracts.LedgerCommand.WalletDebitRequested;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Start;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalEvent.PayoutOrdered;
import io.sluice.contracts.WithdrawalEvent.RemainderReleaseRequested;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What partners, operators, timers and providers send to the ledger. */
final class Workload {

    private static final int WALLETS_PER_CURRENCY = 8;
    private static final int YOUNG = 64;
    private static final EncryptedDestination SEALED = new EncryptedDestination("k", "c2Vh", "TR");

    private final SplittableRandom random;
    private final SimulatedClock clock;
    private final List<WalletKey> wallets;
    private final List<WithdrawalRequested> withdrawals = new ArrayList<>();
    private final List<PayoutStatusReported> untold = new ArrayList<>();
    private final List<Envelope<?>> told = new ArrayList<>();
    private int made;

    Workload(SplittableRandom random, SimulatedClock clock) {
        this.random = random;
        this.clock = clock;
        this.wallets =
                Stream.of("TRY", "JPY", "KWD")
                        .map(Currency::getInstance)
                        .flatMap(
                                currency ->
                                        IntStream.range(0, WALLETS_PER_CURRENCY)
                                                .mapToObj(
                                                        user ->
                                                                new WalletKey(
                                                                        "merchant-" + user % 2,
                                                                        "user-" + user,
                                                                        currency)))
                        .toList();
    }

    /** The next record that reaches a topic; a few come twice. */
    Envelope<?> next() {
        if (!told.isEmpty() && random.nextInt(100) < 4) {
            return told.get(random.nextInt(told.size()));
        }
        Envelope<?> envelope = envelope(made());
        told.add(envelope);
        if (told.size() > YOUNG) {
            told.removeFirst();
        }
        return envelope;
    }

    private SluiceEvent made() {
        int dice = random.nextInt(100);
        if (dice < 45 && !untold.isEmpty()) {
            return fact();
        }
        if (dice < 60) {
            return credit();
        }
        if (dice < 63) {
            return debit();
        }
        if (dice < 82 || withdrawals.isEmpty()) {
            return request();
        }
        WithdrawalRequested withdrawal = young();
        if (dice < 92) {
            return order(withdrawal);
        }
        if (dice < 95) {
            return new CancellationRequested(withdrawal.withdrawalId(), "cancelled");
        }
        if (dice < 97) {
            List<String> operators = random.nextInt(4) == 0 ? List.of("a", "a") : List.of("a", "b");
            return new RemainderReleaseRequested(withdrawal.withdrawalId(), operators, "asked");
        }
        return expiry(withdrawal);
    }

    /** In any order; some again, some never. */
    private PayoutStatusReported fact() {
        int index = random.nextInt(Math.min(untold.size(), YOUNG));
        if (random.nextInt(200) == 0) {
            return ofUnknownPayout(untold.get(index));
        }
        return random.nextInt(5) == 0 ? untold.get(index) : untold.remove(index);
    }

    private PayoutStatusReported ofUnknownPayout(PayoutStatusReported like) {
        return new PayoutStatusReported(
                like.withdrawalId(),
                PayoutId.mint(like.withdrawalId().slot(), clock.instant(), random),
                like.attempt(),
                like.status(),
                like.sentTotal(),
                like.returnedTotal(),
                like.currency(),
                like.isFinal(),
                like.fee(),
                like.provider(),
                like.providerReference(),
                like.reasonCode(),
                like.occurredAt(),
                like.source());
    }

    private SluiceEvent credit() {
        WalletKey wallet = wallets.get(random.nextInt(wallets.size()));
        return new WalletCreditRequested(
                wallet.merchantId(),
                wallet.externalUserId(),
                wallet.currency(),
                1 + random.nextInt(5_000),
                reference(),
                "operator");
    }

    private SluiceEvent debit() {
        WalletKey wallet = wallets.get(random.nextInt(wallets.size()));
        return new WalletDebitRequested(
                wallet.merchantId(),
                wallet.externalUserId(),
                wallet.currency(),
                1 + random.nextInt(3_000),
                reference(),
                "operator");
    }

    /** Mostly new; sometimes one that was used before. */
    private String reference() {
        return "ref-" + (random.nextInt(20) == 0 ? random.nextInt(1 + made) : made);
    }

    private SluiceEvent request() {
        WalletKey wallet = wallets.get(random.nextInt(wallets.size()));
        Processing processing = random.nextBoolean() ? Processing.AUTOMATIC : Processing.MANAGED;
        Start start =
                processing == Processing.MANAGED || random.nextInt(5) == 0
                        ? Start.ORDERED
                        : Start.AT_ONCE;
        WithdrawalRequested request =
                new WithdrawalRequested(
                        WithdrawalId.mint(wallet.slot(), clock.instant(), random),
                        start == Start.AT_ONCE ? payoutId(wallet) : null,
                        wallet.merchantId(),
                        "app",
                        wallet.externalUserId(),
                        1 + random.nextInt(3_000),
                        wallet.currency(),
                        random.nextInt(4) == 0
                                ? BalanceModel.FINAL_DEBIT
                                : BalanceModel.PRE_RESERVE,
                        processing,
                        start,
                        List.of("pientegra"),
                        SEALED,
                        expiry());
        withdrawals.add(request);
        return request;
    }

    private @Nullable Instant expiry() {
        return random.nextInt(3) == 0 ? clock.instant().plusMillis(random.nextInt(5_000)) : null;
    }

    private SluiceEvent order(WithdrawalRequested withdrawal) {
        boolean isOfAll = random.nextInt(3) == 0;
        Long amount = isOfAll ? null : Long.valueOf(1 + random.nextLong(withdrawal.amount()));
        return new PayoutOrdered(
                withdrawal.withdrawalId(),
                payoutId(withdrawal.wallet()),
                amount,
                List.of("pientegra"),
                SEALED,
                isOfAll && random.nextBoolean());
    }

    private SluiceEvent expiry(WithdrawalRequested withdrawal) {
        Instant at = withdrawal.expiresAt();
        return new ReserveExpiryDue(withdrawal.withdrawalId(), at == null ? clock.instant() : at);
    }

    private WithdrawalRequested young() {
        int from = Math.max(0, withdrawals.size() - YOUNG);
        return withdrawals.get(from + random.nextInt(withdrawals.size() - from));
    }

    /** A payout was authorized: providers go to work on it. */
    ProviderTruth authorized(PayoutAuthorized payout) {
        ProviderTruth truth = ProviderTruth.of(payout, clock.instant(), random);
        untold.addAll(truth.facts());
        return truth;
    }

    /** What providers have not told yet, for the end. */
    List<Envelope<?>> rest() {
        List<Envelope<?>> rest = new ArrayList<>();
        untold.forEach(fact -> rest.add(envelope(fact)));
        untold.clear();
        return rest;
    }

    private Envelope<?> envelope(SluiceEvent event) {
        return new Envelope<>(
                EventId.derived("simulation", Integer.toString(made++)),
                "simulation",
                clock.instant(),
                null,
                null,
                event);
    }

    private PayoutId payoutId(WalletKey wallet) {
        return PayoutId.mint(wallet.slot(), clock.instant(), random);
    }

    Map<String, Integer> size() {
        return Map.of("withdrawals", withdrawals.size(), "records", made);
    }
}
