package io.sluice.withdrawal.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

class RetryScheduleTest {

    private static final RetrySchedule SCHEDULE =
            new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)));

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void aPauseIsDrawnOutByUpToATenth() {
        Set<Duration> drawn = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Duration pause = SCHEDULE.pauseAfter(2, null, random).orElseThrow();
            assertThat(pause).isBetween(Duration.ofSeconds(300), Duration.ofSeconds(330));
            drawn.add(pause);
        }
        assertThat(drawn).hasSizeGreaterThan(500);
    }

    @Test
    void afterTheLastPauseItIsGivenUp() {
        assertThat(SCHEDULE.pauseAfter(1, null, random)).isPresent();
        assertThat(SCHEDULE.pauseAfter(2, null, random)).isPresent();
        assertThat(SCHEDULE.pauseAfter(3, null, random)).isEmpty();
        assertThat(SCHEDULE.pauseAfter(3, Duration.ofHours(1), random)).isEmpty();
    }

    @Test
    void whatTheEndpointAsksForIsHonouredWhenItIsLonger() {
        assertThat(SCHEDULE.pauseAfter(1, Duration.ofMinutes(1), random))
                .isEqualTo(Optional.of(Duration.ofMinutes(1)));
        assertThat(SCHEDULE.pauseAfter(1, Duration.ofSeconds(1), random).orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aScheduleHasAPauseAndNoneIsNegative() {
        assertThatThrownBy(() -> new RetrySchedule(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofSeconds(-1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
