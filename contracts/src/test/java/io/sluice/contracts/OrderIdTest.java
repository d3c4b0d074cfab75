package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.SplittableRandom;

class OrderIdTest {

    private static final PayoutId PAYOUT =
            PayoutId.mint(
                    new Slot(5), Instant.ofEpochMilli(1_790_000_000_000L), new SplittableRandom(1));

    @Test
    void itsTextNamesPayoutAndAttempt() {
        OrderId id = new OrderId(PAYOUT, 12);

        assertThat(id).hasToString(PAYOUT + "-12");
        assertThat(OrderId.of(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-0", "-", "-01", "-1x", "-99999999999", ".1"})
    void anythingElseIsRefusedWithoutShowingIt(String end) {
        assertThatThrownBy(() -> OrderId.of(PAYOUT + end))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: <payout id>-<attempt>")
                .hasMessageNotContaining(PAYOUT.toString());
    }
}
