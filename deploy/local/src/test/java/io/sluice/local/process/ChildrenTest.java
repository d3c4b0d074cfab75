package io.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ChildrenTest {

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    @TempDir Path folder;

    private ProcessTable table;
    private Children children;

    @BeforeEach
    void emptyTable() {
        table = new ProcessTable(folder.resolve("processes"));
        children = new Children(table);
    }

    @AfterEach
    void endAll() {
        table.all().forEach(each -> each.handle().ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void a_started_process_is_in_the_table_until_it_is_stopped() {
        Process process = children.start(child("sleeper", "exec sleep 60"));
        Running entry = table.find("sleeper").orElseThrow();
        assertThat(entry.pid()).isEqualTo(process.pid());
        assertThat(entry.isAlive()).isTrue();

        children.stop(List.of(entry), LIMIT);

        assertThat(entry.isAlive()).isFalse();
        assertThat(table.all()).isEmpty();
    }

    @Test
    void a_process_that_does_not_listen_is_ended_by_force() {
        children.start(child("deaf", "trap '' TERM; echo deaf; while :; do sleep 0.05; done"));
        assertThat(Await.until(LIMIT, PAUSE, () -> log("deaf").contains("deaf"))).isTrue();
        Running entry = table.find("deaf").orElseThrow();

        children.stop(List.of(entry), GRACE);

        assertThat(entry.isAlive()).isFalse();
    }

    @Test
    void nothing_starts_once_the_platform_is_being_stopped() {
        children.close();

        assertThatExceptionOfType(PlainFailure.class)
                .isThrownBy(() -> children.start(child("late", "exec sleep 60")))
                .withMessageContaining("late");
        assertThat(table.all()).isEmpty();
    }

    @Test
    void a_process_is_given_no_more_than_its_own_environment() {
        children.start(child("teller", "env"));

        assertThat(Await.until(LIMIT, PAUSE, () -> log("teller").contains("GIVEN=yes"))).isTrue();
        assertThat(log("teller")).doesNotContain("HOME=");
    }

    @Test
    void a_signal_to_the_terminals_group_does_not_reach_it() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs /proc");
        Process process = children.start(child("sleeper", "exec sleep 60"));
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");

        boolean leads =
                Await.until(LIMIT, PAUSE, () -> session(stat).equals(Long.toString(process.pid())));

        assertThat(leads).isTrue();
    }

    /** The columns after the name: state, parent, group, session. */
    private static String session(Path stat) {
        try {
            String text = Files.readString(stat);
            return text.substring(text.lastIndexOf(')') + 2).split(" ", -1)[3];
        } catch (IOException e) {
            return "";
        }
    }

    private String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            return "";
        }
    }

    private Child child(String name, String script) {
        return new Child(
                name,
                "kafka",
                0,
                List.of("sh", "-c", script),
                Map.of("PATH", System.getenv("PATH"), "GIVEN", "yes"),
                folder,
                folder.resolve(name + ".log"));
    }
}
