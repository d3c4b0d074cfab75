package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotalsTest {

    @ParameterizedTest
    @CsvSource({"100,0,0,0,100", "100,60,30,20,10", "100,100,0,100,0", "0,0,0,0,0"})
    void requestedIsSettledAndReleasedAndOutstanding(
            long requested, long settled, long released, long returned, long outstanding) {
        Totals totals = new Totals(requested, settled, released, returned, outstanding);

        assertThat(totals.requested())
                .isEqualTo(totals.settled() + totals.released() + totals.outstanding());
    }

    @Test
    void refusesASumThatDoesNotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Totals(100, 60, 30, 0, 11))
                .withMessage("totals: requested 100 (expected: settled + released + outstanding)");
    }

    @Test
    void refusesMoreReturnedThanSettled() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Totals(100, 60, 40, 61, 0))
                .withMessage("totals: returned 61 (expected: <= settled 60)");
    }

    @ParameterizedTest
    @CsvSource({"0,-1,1,0,0", "0,1,-1,0,0", "1,1,0,-1,0", "0,1,0,0,-1"})
    void refusesANegativePart(
            long requested, long settled, long released, long returned, long outstanding) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Totals(requested, settled, released, returned, outstanding))
                .withMessage("totals: negative (expected: all >= 0)");
    }

    @Test
    void doesNotWrapAround() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> new Totals(0, Long.MAX_VALUE, Long.MAX_VALUE, 0, 2));
    }
}
