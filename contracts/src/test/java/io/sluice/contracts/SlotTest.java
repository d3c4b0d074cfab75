package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Currency;
import java.util.stream.IntStream;

class SlotTest {

    /** Computed with {@code printf %s 'merchant|user|currency' | sha256sum | cut -c1-3}. */
    @ParameterizedTest
    @CsvSource({
        "user-12345, TRY, 998, 7",
        "user-67890, EUR, a5e, 7",
        "user-final-1, TRY, 592, 4",
        "ayşe, TRY, a20, 7"
    })
    void isTheFirstTwelveBitsOfTheHashOfTheWallet(
            String user, String currency, String hex, int partition) {
        Slot slot =
                Slot.of(
                        new WalletKey(
                                "Test-Integration-Merchant", user, Currency.getInstance(currency)));

        assertThat(slot).isEqualTo(new Slot(Integer.parseInt(hex, 16)));
        assertThat(slot.partition(Topics.PARTITIONS)).isEqualTo(partition);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 12, 64, 4096})
    void spreadsOverAllPartitionsEvenlyAndInOrder(int partitions) {
        int[] partitionOfSlot =
                IntStream.range(0, Slot.COUNT)
                        .map(value -> new Slot(value).partition(partitions))
                        .toArray();

        assertThat(partitionOfSlot).isSorted().startsWith(0).endsWith(partitions - 1);
        for (int partition = 0; partition < partitions; partition++) {
            int wanted = partition;
            long slots = IntStream.of(partitionOfSlot).filter(p -> p == wanted).count();
            assertThat(slots)
                    .isBetween(
                            (long) Slot.COUNT / partitions,
                            (long) Math.ceilDiv(Slot.COUNT, partitions));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4096})
    void refusesWhatIsNoSlot(int value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Slot(value))
                .withMessage("slot: %d (expected: 0 to 4095)", value);
    }

    @Test
    void refusesMorePartitionsThanSlots() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Slot(0).partition(4097))
                .withMessage("partitions: 4097 (expected: 1 to 4096)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Slot(0).partition(0))
                .withMessage("partitions: 0 (expected: 1 to 4096)");
    }
}
