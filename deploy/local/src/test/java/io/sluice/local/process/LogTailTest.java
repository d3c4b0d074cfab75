package io.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class LogTailTest {

    @TempDir Path folder;

    @Test
    void the_last_lines_are_shown_and_blank_ones_are_not() throws IOException {
        Path log = Files.writeString(folder.resolve("kafka.log"), "one\ntwo\n\nthree\n\n");

        assertThat(LogTail.of(log, 2)).containsExactly("two", "three");
    }

    @Test
    void a_structured_line_is_shown_as_level_message_and_cause() throws IOException {
        Path log =
                Files.writeString(
                        folder.resolve("ledger-service.log"),
                        """
                        {"log":{"level":"ERROR"},"message":"Application run failed",\
                        "error":{"message":"Connection to localhost:15432 refused"}}
                        """);

        assertThat(LogTail.of(log, 5))
                .containsExactly(
                        "ERROR Application run failed: Connection to localhost:15432 refused");
    }

    @Test
    void a_log_that_is_not_there_has_no_end() {
        assertThat(LogTail.of(folder.resolve("absent.log"), 5)).isEmpty();
    }

    @Test
    void the_previous_log_is_kept_beside_the_new_one() throws IOException {
        Path log = Files.writeString(folder.resolve("kafka.log"), "before\n");

        LogTail.rotate(log);

        assertThat(log).doesNotExist();
        assertThat(folder.resolve("kafka.log.1")).hasContent("before");
    }
}
