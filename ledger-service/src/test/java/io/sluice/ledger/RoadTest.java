package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.FactSource;
import io.sluice.contracts.FactStatus;
import io.sluice.contracts.LedgerEvent.FundsReserved;
import io.sluice.contracts.LedgerEvent.FundsSettled;
import io.sluice.contracts.LedgerEvent.LedgerSealed;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.PayoutStatusReported;
import io.sluice.contracts.Processing;
import io.sluice.contracts.SluiceEvent;
import io.sluice.contracts.Start;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;

/** One withdrawal through the ledger's own process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RoadTest {

    private static final Currency TRY = Currency.getInstance("TRY");
    private static final Random RANDOM = new Random(7);

    private Platform platform;

    @BeforeAll
    void start() {
        platform = new Platform();
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void aWithdrawalIsReservedAuthorizedAndSettled() {
        WalletKey wallet = wallet();
        credit(wallet, 500_000);
        WithdrawalRequested request = request(wallet, 250_000);

        platform.publish(envelope(request));

        platform.await(FundsReserved.class, e -> e.withdrawalId().equals(request.withdrawalId()));
        PayoutAuthorized authorized =
                platform.await(
                                PayoutAuthorized.class,
                                e -> e.withdrawalId().equals(request.withdrawalId()))
                        .data();
        assertThat(authorized.sequence()).isEqualTo(2);
        assertThat(authorized.destination()).isEqualTo(request.destination());
        assertThat(balances(wallet))
                .contains("\"available\":\"250000\"", "\"reserved\":\"250000\"");

        platform.publish(envelope(sent(request, 250_000)));

        FundsSettled settled =
                platform.await(
                                FundsSettled.class,
                                e -> e.withdrawalId().equals(request.withdrawalId()))
                        .data();
        assertThat(settled.sequence()).isEqualTo(3);
        assertThat(settled.totals().outstanding()).isZero();
        assertThat(settled.endsPayout()).isTrue();
        assertThat(balances(wallet)).contains("\"available\":\"250000\"", "\"reserved\":\"0\"");
        String entries =
                platform.get("/ledger/withdrawals/" + request.withdrawalId() + "/entries").body();
        assertThat(entries).contains("RESERVE", "SETTLE").hasSizeGreaterThan(500);
        assertThat(platform.get("/ledger/trial-balance").body())
                .contains("\"currency\":\"TRY\"", "\"difference\":\"0\"");
    }

    @Test
    void aRecordThatComesAgainLeadsToTheSameEvents() {
        WalletKey wallet = wallet();
        credit(wallet, 100);
        Envelope<WithdrawalRequested> request = envelope(request(wallet, 100));
        WithdrawalId id = request.data().withdrawalId();

        platform.publish(request);
        Envelope<PayoutAuthorized> first =
                platform.await(PayoutAuthorized.class, e -> e.withdrawalId().equals(id));
        platform.publish(request);
        WalletKey other = wallet();
        credit(other, 1);

        assertThat(balances(wallet)).contains("\"available\":\"0\"", "\"reserved\":\"100\"");
        List<Envelope<?>> again =
                awaitCount(
                        2,
                        outcome ->
                                outcome instanceof PayoutAuthorized authorized
                                        && authorized.withdrawalId().equals(id));
        assertThat(again).allSatisfy(outcome -> assertThat(outcome).isEqualTo(first));
    }

    @Test
    void aReferenceIsUsedOnce() {
        WalletKey wallet = wallet();
        String reference = UUID.randomUUID().toString();

        HttpResponse<String> first = credit(wallet, 700, reference);
        HttpResponse<String> same = credit(wallet, 700, reference);
        HttpResponse<String> other = credit(wallet, 701, reference);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.body()).contains("\"available\":\"700\"", "\"transferId\"");
        assertThat(same.statusCode()).isEqualTo(201);
        assertThat(same.body()).isEqualTo(first.body());
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("reference_reused");
        platform.await(LedgerSealed.class, seal -> seal.entries() > 0);
    }

    private List<Envelope<?>> awaitCount(int count, Predicate<SluiceEvent> matching) {
        Instant deadline = Instant.now().plus(Platform.PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            List<Envelope<?>> found =
                    platform.outcomes().stream()
                            .filter(outcome -> matching.test(outcome.data()))
                            .toList();
            if (found.size() >= count) {
                return found;
            }
            platform.poll();
        }
        throw new AssertionError("not " + count + " of these among " + platform.outcomes());
    }

    private String balances(WalletKey wallet) {
        return platform.get(
                        "/ledger/wallets/"
                                + wallet.merchantId()
                                + "/"
                                + wallet.externalUserId()
                                + "/"
                                + wallet.currency())
                .body();
    }

    private void credit(WalletKey wallet, long amount) {
        assertThat(credit(wallet, amount, UUID.randomUUID().toString()).statusCode())
                .isEqualTo(201);
    }

    private HttpResponse<String> credit(WalletKey wallet, long amount, String reference) {
        return platform.post(
                "/ledger/credits",
                """
                {"merchantId": "%s", "externalUserId": "%s", "currency": "%s", "amount": "%d",
                 "reference": "%s"}
                """
                        .formatted(
                                wallet.merchantId(),
                                wallet.externalUserId(),
                                wallet.currency(),
                                amount,
                                reference));
    }

    private static WalletKey wallet() {
        return new WalletKey("merchant", "user-" + UUID.randomUUID(), TRY);
    }

    private static WithdrawalRequested request(WalletKey wallet, long amount) {
        return new WithdrawalRequested(
                WithdrawalId.mint(wallet.slot(), Instant.now(), RANDOM),
                PayoutId.mint(wallet.slot(), Instant.now(), RANDOM),
                wallet.merchantId(),
                "Sandbox",
                wallet.externalUserId(),
                amount,
                wallet.currency(),
                BalanceModel.PRE_RESERVE,
                Processing.AUTOMATIC,
                Start.AT_ONCE,
                List.of("pientegra", "praxis"),
                new EncryptedDestination("key-1", "c2VhbGVk", "TR"),
                null);
    }

    private static PayoutStatusReported sent(WithdrawalRequested request, long total) {
        PayoutId payout = request.payoutId();
        assertThat(payout).isNotNull();
        return new PayoutStatusReported(
                request.withdrawalId(),
                payout,
                1,
                FactStatus.SENT,
                total,
                0,
                request.currency(),
                true,
                0,
                "pientegra",
                "ref-1",
                null,
                Instant.now(),
                FactSource.CALLBACK);
    }

    private static <E extends SluiceEvent> Envelope<E> envelope(E event) {
        return new Envelope<>(
                EventId.derived(UUID.randomUUID().toString(), "test"),
                "test",
                Instant.now(),
                null,
                null,
                event);
    }
}
