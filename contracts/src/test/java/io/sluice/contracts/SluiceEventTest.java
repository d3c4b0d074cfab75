package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.LedgerCommand.ReserveExpiryDue;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.contracts.LedgerEvent.LedgerSealed;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Currency;
import java.util.List;

/** The partition rule, the keys and the logical names. */
class SluiceEventTest {

    private static final Instant NOW = Instant.parse("2026-04-28T13:00:00.042Z");
    private static final WalletKey WALLET =
            new WalletKey("Test-Integration-Merchant", "user-12345", Currency.getInstance("TRY"));
    private static final WithdrawalId WITHDRAWAL =
            WithdrawalId.of("019dd42c-d0aa-7998-9c4f-8a3e1f8b1c00");
    private static final PayoutId PAYOUT = PayoutId.of("019dd42c-d0aa-7998-b21d-5e07c94ad36f");

    private static final SluiceEvent OF_WITHDRAWAL =
            new CancellationRequested(WITHDRAWAL, "cancelled");
    private static final SluiceEvent OF_WALLET =
            new WalletCreditRequested(
                    WALLET.merchantId(),
                    WALLET.externalUserId(),
                    WALLET.currency(),
                    100,
                    "reference",
                    "operator-1");
    private static final SluiceEvent OF_PAYOUT =
            new PayoutStatusClaimed(PAYOUT, 1, "praxis", "756859", "order-1", "approved", NOW);
    private static final SluiceEvent SEAL = new LedgerSealed(7, 1, "00", 1, NOW);

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 24, 4096})
    void everyEventOfAWalletLandsInOnePartition(int partitions) {
        int expected = 0x998 * partitions / 4096;

        assertThat(
                        List.of(
                                OF_WITHDRAWAL,
                                OF_WALLET,
                                OF_PAYOUT,
                                new ReserveExpiryDue(WITHDRAWAL, NOW)))
                .allSatisfy(event -> assertThat(event.partition(partitions)).isEqualTo(expected));
    }

    @Test
    void aSealStaysInThePartitionThatItSeals() {
        assertThat(SEAL.partition(Topics.PARTITIONS)).isEqualTo(7);
    }

    @Test
    void theKeyIsTheWithdrawalThePayoutTheAccountOrThePartition() {
        assertThat(OF_WITHDRAWAL.key()).isEqualTo("019dd42c-d0aa-7998-9c4f-8a3e1f8b1c00");
        assertThat(OF_PAYOUT.key()).isEqualTo("019dd42c-d0aa-7998-b21d-5e07c94ad36f");
        assertThat(OF_WALLET.key()).isEqualTo("998e8cde-9013-85d1-adf7-61ba88e6ba04");
        assertThat(SEAL.key()).isEqualTo("7");
    }

    @Test
    void theLogicalNameIsTheClassNameInKebabCase() {
        assertThat(OF_WITHDRAWAL.type()).isEqualTo("sluice.cancellation-requested.v1");
        for (Class<? extends SluiceEvent> event : Documents.events()) {
            assertThat(SluiceEvent.type(event))
                    .isEqualTo("sluice." + Documents.kebabName(event) + ".v1");
        }
    }
}
