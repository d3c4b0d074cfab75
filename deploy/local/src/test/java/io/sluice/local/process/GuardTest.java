package io.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

class GuardTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    @TempDir Path folder;

    @Test
    void the_guard_stops_the_platform_when_the_launcher_is_killed() throws Exception {
        Process launcher = launcher("stay");
        assertThat(Await.until(LIMIT, PAUSE, () -> Files.exists(marker("posted")))).isTrue();

        launcher.destroyForcibly();

        assertThat(Await.until(LIMIT, PAUSE, () -> Files.exists(marker("stopped")))).isTrue();
    }

    @Test
    void the_guard_does_nothing_after_an_orderly_end() throws Exception {
        Process launcher = launcher("dismiss");
        assertThat(launcher.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        long guard = Long.parseLong(Files.readString(marker("posted")));

        assertThat(Await.until(LIMIT, PAUSE, () -> ProcessHandle.of(guard).isEmpty())).isTrue();
        assertThat(marker("stopped")).doesNotExist();
    }

    private Path marker(String name) {
        return folder.resolve(name);
    }

    private Process launcher(String what) throws IOException {
        return new ProcessBuilder(
                        Programs.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launching.class.getName(),
                        folder.toString(),
                        what)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("launcher.log").toFile())
                .start();
    }

    /** Stands for the launcher, in a process that can be killed. */
    static final class Launching {

        private Launching() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Home home = Home.of(folder);
            home.create();
            Guard guard = Guard.post(home, List.of("touch", folder.resolve("stopped").toString()));
            long pid = ProcessHandle.current().children().findFirst().orElseThrow().pid();
            Path draft = folder.resolve("draft");
            Files.writeString(draft, Long.toString(pid));
            Files.move(draft, folder.resolve("posted"));
            if (arguments[1].equals("dismiss")) {
                guard.dismiss();
                return;
            }
            Thread.currentThread().join();
        }
    }
}
