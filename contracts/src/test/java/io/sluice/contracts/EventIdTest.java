package io.sluice.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class EventIdTest {

    /** From {@code printf 'cause\nname' | sha256sum}, with version 8 and the RFC's variant. */
    @Test
    void isMadeOfTheHashOfCauseAndName() {
        assertThat(EventId.derived("cause", "name"))
                .isEqualTo(EventId.of("c6d0e420-7756-871b-a3a0-f42a3a5b26e8"));
    }

    @Test
    void isTheSameWheneverTheEventIsMadeAgain() {
        assertThat(EventId.derived("cause", "funds-settled"))
                .isEqualTo(EventId.derived("cause", "funds-settled"));
    }

    @Test
    void tellsCausesAndSiblingsApart() {
        assertThat(
                        IntStream.range(0, 1000)
                                .boxed()
                                .flatMap(
                                        n ->
                                                IntStream.range(0, 3)
                                                        .mapToObj(
                                                                name ->
                                                                        EventId.derived(
                                                                                "cause-" + n,
                                                                                "name-" + name))))
                .doesNotHaveDuplicates();
    }

    @Test
    void isAUuidV8() {
        for (int n = 0; n < 1000; n++) {
            EventId id = EventId.derived("cause-" + n, "name");
            assertThat(id.value().version()).isEqualTo(8);
            assertThat(id.value().variant()).isEqualTo(2);
        }
    }
}
