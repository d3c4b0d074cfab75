package io.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;

class ProcessTableTest {

    @TempDir Path folder;

    @Test
    void what_was_entered_is_found_by_another_reader() {
        Running self = Running.of("ledger-service", "ledger-service", 8081, self());
        new ProcessTable(folder).enter(self);

        ProcessTable other = new ProcessTable(folder);

        assertThat(other.find("ledger-service")).contains(self);
        assertThat(other.all()).containsExactly(self);
    }

    @Test
    void a_later_entry_replaces_the_earlier_one() {
        ProcessTable table = new ProcessTable(folder);
        table.enter(new Running("kafka", "kafka", 19092, 1, Instant.EPOCH));
        Running later = new Running("kafka", "kafka", 19092, 2, Instant.EPOCH);

        table.enter(later);

        assertThat(table.all()).containsExactly(later);
    }

    @Test
    void what_was_removed_is_gone_and_may_be_removed_again() {
        ProcessTable table = new ProcessTable(folder);
        table.enter(Running.of("kafka", "kafka", 19092, self()));

        table.remove("kafka");
        table.remove("kafka");

        assertThat(table.all()).isEmpty();
    }

    @Test
    void a_process_that_got_the_pid_of_an_ended_one_is_not_taken_for_it() {
        Running self = Running.of("kafka", "kafka", 19092, self());
        Running earlier =
                new Running("kafka", "kafka", 19092, self.pid(), self.startedAt().minusSeconds(60));

        assertThat(self.isAlive()).isTrue();
        assertThat(earlier.isAlive()).isFalse();
    }

    private static ProcessHandle self() {
        return ProcessHandle.current();
    }
}
