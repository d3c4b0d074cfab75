package io.sluice.messaging.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Another JVM with the tests' class path, which can be killed and stopped. */
final class ChildProcess implements AutoCloseable {

    /** Begins each line that is meant for the parent. */
    static final String MARK = "@@";

    private final Process process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private ChildProcess(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("child-" + process.pid()).start(this::read);
    }

    static ChildProcess start(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC"));
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(arguments);
        try {
            return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String classPath() {
        String ofTests = System.getProperty("surefire.test.class.path");
        return ofTests == null ? System.getProperty("java.class.path") : ofTests;
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null) {
                lines.add(line);
                line = out.readLine();
            }
        } catch (IOException e) {
            lines.add("cannot read: " + e);
        }
    }

    void awaitLine(String containing, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Eventually.isTrue(
                () -> {
                    if (!process.isAlive() || System.nanoTime() - end > 0) {
                        throw new AssertionError(
                                "no line with '%s' in:%n%s"
                                        .formatted(containing, String.join("\n", lines)));
                    }
                    return lines.stream().anyMatch(line -> line.contains(containing));
                },
                atMost.plusSeconds(1));
    }

    void awaitEnd(Duration atMost) {
        Eventually.isTrue(() -> !process.isAlive(), atMost);
        if (process.exitValue() != 0) {
            throw new AssertionError(
                    "exit " + process.exitValue() + ": " + String.join("\n", lines));
        }
    }

    /** Kill -9: nothing of it runs any more when this returns. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGSTOP: it stands still, its connections stay open. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + ": exit " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
