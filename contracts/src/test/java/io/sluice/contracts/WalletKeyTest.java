package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.Currency;
import java.util.UUID;

class WalletKeyTest {

    private static final Currency TRY = Currency.getInstance("TRY");

    /** The first 16 bytes of the hash, with version 8 and the RFC's variant put in by hand. */
    @Test
    void theAccountIdIsAUuidMadeOfTheHashOfTheWallet() {
        WalletKey wallet = new WalletKey("Test-Integration-Merchant", "user-12345", TRY);

        assertThat(wallet.accountId())
                .isEqualTo(UUID.fromString("998e8cde-9013-85d1-adf7-61ba88e6ba04"));
    }

    @Test
    void theAccountIdStartsWithTheSlot() {
        for (int user = 0; user < 1000; user++) {
            WalletKey wallet = new WalletKey("m", "user-" + user, TRY);
            assertThat(wallet.accountId().toString())
                    .startsWith("%03x".formatted(wallet.slot().value()));
            assertThat(wallet.accountId().version()).isEqualTo(8);
            assertThat(wallet.accountId().variant()).isEqualTo(2);
        }
    }

    @Test
    void eachCurrencyIsAWalletOfItsOwn() {
        assertThat(new WalletKey("m", "u", TRY).accountId())
                .isNotEqualTo(new WalletKey("m", "u", Currency.getInstance("EUR")).accountId());
    }

    @Test
    void refusesABlankMerchantOrUser() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WalletKey(" ", "u", TRY))
                .withMessage("merchantId: blank (expected: a merchant's id)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WalletKey("m", "", TRY))
                .withMessage("externalUserId: blank (expected: a user's id)");
    }
}
