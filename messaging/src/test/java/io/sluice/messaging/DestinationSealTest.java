package io.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalId;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.SplittableRandom;

class DestinationSealTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER =
            Base64.getEncoder()
                    .encodeToString(
                            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final Destination AYSE =
            new Destination("TR320010009999901234567890", "Ayşe Yılmaz", "Demo user");

    private final WithdrawalId withdrawal = id(1);
    private final DestinationSeal seal = new DestinationSeal(KEY);

    @Test
    void whatWasSealedOpensForItsOwnWithdrawal() {
        EncryptedDestination sealed = seal.seal(withdrawal, AYSE);

        assertThat(sealed.country()).isEqualTo("TR");
        assertThat(sealed.toString()).doesNotContain("9999901234567890", "Ayşe");
        assertThat(new DestinationSeal(KEY).open(withdrawal, sealed)).isEqualTo(AYSE);
    }

    @Test
    void aDestinationWithoutALabelOpensWithoutOne() {
        Destination unlabelled = new Destination(AYSE.iban(), AYSE.holderName(), null);

        assertThat(seal.open(withdrawal, seal.seal(withdrawal, unlabelled))).isEqualTo(unlabelled);
    }

    @Test
    void theSameDestinationNeverSealsToTheSameText() {
        assertThat(seal.seal(withdrawal, AYSE)).isNotEqualTo(seal.seal(withdrawal, AYSE));
    }

    @Test
    void itDoesNotOpenForAnotherWithdrawal() {
        EncryptedDestination sealed = seal.seal(withdrawal, AYSE);

        assertThatThrownBy(() -> seal.open(id(2), sealed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not open");
    }

    @Test
    void anAlteredCiphertextDoesNotOpen() {
        EncryptedDestination sealed = seal.seal(withdrawal, AYSE);
        byte[] altered = Base64.getDecoder().decode(sealed.ciphertext());
        altered[20] ^= 1;

        assertThatThrownBy(
                        () ->
                                seal.open(
                                        withdrawal,
                                        new EncryptedDestination(
                                                sealed.keyId(),
                                                Base64.getEncoder().encodeToString(altered),
                                                "TR")))
                .hasMessageContaining("does not open");
    }

    @Test
    void anOldKeyStillOpensWhileANewOneSeals() {
        EncryptedDestination old = seal.seal(withdrawal, AYSE);
        DestinationSeal rotated = new DestinationSeal(OTHER + "," + KEY);

        assertThat(rotated.open(withdrawal, old)).isEqualTo(AYSE);
        assertThat(rotated.seal(withdrawal, AYSE).keyId()).isNotEqualTo(old.keyId());
        assertThatThrownBy(() -> new DestinationSeal(OTHER).open(withdrawal, old))
                .hasMessageContaining("keyId: " + old.keyId());
    }

    @Test
    void aKeyOfAnotherLengthIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> new DestinationSeal("c2VjcmV0"))
                .hasMessage("destination key: 6 bytes (expected: 32)");
        assertThatThrownBy(() -> new DestinationSeal("not base64!"))
                .hasMessageContaining("not base64")
                .hasMessageNotContaining("not base64!");
    }

    private static WithdrawalId id(long seed) {
        return WithdrawalId.mint(
                new Slot(7), Instant.ofEpochMilli(1_790_000_000_000L), new SplittableRandom(seed));
    }
}
