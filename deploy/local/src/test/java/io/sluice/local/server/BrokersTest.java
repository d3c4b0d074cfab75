package io.sluice.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BrokersTest {

    private final Brokers three = new Brokers(3, 19_092, 19_093);

    @Test
    void threeStandSideBySide() {
        assertThat(three.numbers()).containsExactly(1, 2, 3);
        assertThat(three.addresses()).isEqualTo("localhost:19092,localhost:19094,localhost:19096");
        assertThat(three.voters())
                .isEqualTo("1@localhost:19093,2@localhost:19095,3@localhost:19097");
    }

    @Test
    void aBrokerIsKnownByItsPort() {
        assertThat(three.numbers())
                .allMatch(number -> three.numberAt(three.port(number)) == number);
    }

    @Test
    void oneIsThePlainCase() {
        assertThat(new Brokers(1, 19_092, 19_093).addresses()).isEqualTo("localhost:19092");
        assertThat(new Brokers(1, 19_092, 19_093).areSeveral()).isFalse();
    }
}
