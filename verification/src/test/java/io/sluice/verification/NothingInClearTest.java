package io.sluice.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.verification.clear.NothingInClear;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a demo leaves behind, in every log, topic and database of ours, holds no IBAN, no name and no
 * secret: not in clear, and not as JSON, hexadecimal digits or Base64 of it.
 */
@ExtendWith(OnePlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NothingInClearTest {

    private final RunningPlatform platform;
    private final NothingInClear search;

    NothingInClearTest(RunningPlatform platform) {
        this.platform = platform;
        this.search = new NothingInClear(platform.secrets());
    }

    @BeforeAll
    void payOut() {
        Command demo = Command.run("demo");
        assertThat(demo.exit()).as(demo.output()).isZero();
        search.searchText("the demo's output", demo.output());
    }

    @Test
    void logsHoldNothing() {
        assertThat(search.searchFiles(platform.logs())).as("logs").isGreaterThan(6);
        assertThat(search.findings()).isEmpty();
    }

    @Test
    void topicsHoldNothing() {
        assertThat(search.searchTopics("localhost:" + RunningPlatform.port(19092)))
                .as("records of four withdrawals")
                .isGreaterThan(20);
        assertThat(search.findings()).isEmpty();
    }

    @Test
    void databasesHoldNothing() {
        int rows = search.searchDatabases(RunningPlatform.port(15432), platform.databasePassword());
        assertThat(rows).as("rows of four withdrawals").isGreaterThan(50);
        assertThat(search.findings()).isEmpty();
    }
}
