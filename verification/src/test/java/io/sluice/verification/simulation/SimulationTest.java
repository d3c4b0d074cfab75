package io.sluice.verification.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.verification.simulation.service.Seams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Optional;
import java.util.stream.LongStream;

/** The whole pipeline, from seeds: nothing lost, nothing paid twice, no money made. */
class SimulationTest {

    private static final long HISTORIES = Long.getLong("sluice.simulation.histories", 2_000);
    private static final long FROM = Long.getLong("sluice.simulation.from", 1);

    @Test
    @Timeout(600)
    void everyHistoryEndsWithWhatWasPaidSettledAndNothingLeftOver() {
        Optional<History> violated =
                LongStream.range(FROM, FROM + HISTORIES)
                        .parallel()
                        .mapToObj(seed -> Simulation.run(seed, Seams.NONE))
                        .filter(history -> history.violation() != null)
                        .findFirst();

        assertThat(violated).as(() -> violated.map(SimulationTest::told).orElse("")).isEmpty();
    }

    @Test
    void aSeedTellsTheSameHistoryAgain() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Simulation.run(seed, Seams.NONE).journal().lines())
                    .isEqualTo(Simulation.run(seed, Seams.NONE).journal().lines());
        }
    }

    private static String told(History history) {
        return "seed "
                + history.seed()
                + " (again: ./sluice simulate --seeds 1 --from "
                + history.seed()
                + ")\n"
                + String.join("\n", history.journal().lines())
                + "\n";
    }
}
