package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

class SlottedIdTest {

    private static final Instant NOW = Instant.parse("2026-04-28T13:00:00.042Z");

    /** 1777381200042 ms is 019dd42cd0aa in hex; the random bits are all ones. */
    @Test
    void isAUuidV7WithTheTimeInFrontAndTheSlotInItsTwelveBits() {
        Random ones = new AllOnes();

        assertThat(WithdrawalId.mint(new Slot(0x998), NOW, ones))
                .hasToString("019dd42c-d0aa-7998-bfff-ffffffffffff");
    }

    @Test
    void givesTheSlotBackForEverySlot() {
        Random random = new Random(1);
        for (int value = 0; value < Slot.COUNT; value++) {
            Slot slot = new Slot(value);
            UUID id = SlottedId.mint(slot, NOW, random);
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(new WithdrawalId(id).slot()).isEqualTo(slot);
            assertThat(PayoutId.of(id.toString()).slot()).isEqualTo(slot);
        }
    }

    @Test
    void doesNotRepeatWithinOneMillisecondOfOneWallet() {
        Random random = new Random(2);
        Set<PayoutId> minted = new HashSet<>();
        for (int n = 0; n < 10_000; n++) {
            minted.add(PayoutId.mint(new Slot(7), NOW, random));
        }
        assertThat(minted).hasSize(10_000);
    }

    @Test
    void refusesAnyOtherUuid() {
        String v4 = "3f0b9a52-7c1e-4d68-9b1f-2a6c8e0d4f73";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WithdrawalId.of(v4))
                .withMessage("withdrawalId: %s (expected: a UUIDv7)", v4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PayoutId.of("019dd42c-d0aa-7998-1fff-ffffffffffff"))
                .withMessageStartingWith("payoutId: ");
        assertThatIllegalArgumentException().isThrownBy(() -> PayoutId.of("756850"));
    }

    private static final class AllOnes extends Random {
        @Override
        public long nextLong() {
            return -1L;
        }
    }
}
