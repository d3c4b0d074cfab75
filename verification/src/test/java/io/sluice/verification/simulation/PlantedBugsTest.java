package io.sluice.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracle can fail: each bug, planted in the services or under them, is found. */
class PlantedBugsTest {

    private static final int MOST_HISTORIES = 1_500;

    @ParameterizedTest
    @EnumSource
    void isFound(PlantedBug bug) {
        for (long seed = 1; seed <= MOST_HISTORIES; seed++) {
            if (Simulation.run(seed, bug.planted()).violation() != null) {
                assertThat(Simulation.run(seed, bug.itsWeather()).violation()).isNull();
                return;
            }
        }
        throw new AssertionError(bug + ": not found in " + MOST_HISTORIES + " histories");
    }
}
