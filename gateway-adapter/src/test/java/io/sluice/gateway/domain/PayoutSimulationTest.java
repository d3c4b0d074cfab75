package io.sluice.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.SplittableRandom;

/** More histories: {@code -Dsluice.simulation.histories=N}, others: {@code -Dsluice.simulation.seed=N}. */
@Execution(ExecutionMode.SAME_THREAD)
class PayoutSimulationTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverHappensNothingIsPaidTwiceAndEveryPayoutEndsAsItWasPaid(boolean restores) {
        long seed = Long.getLong("sluice.simulation.seed", System.nanoTime());
        int histories = Integer.getInteger("sluice.simulation.histories", 1000);
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < histories; i++) {
            long own = seeds.nextLong();
            List<String> broken = new PayoutSimulation(own, restores).run();
            assertThat(broken)
                    .as(
                            "seed %d, restores %s: new PayoutSimulation(%dL, %s)",
                            seed, restores, own, restores)
                    .isEmpty();
        }
    }
}
