package io.sluice.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of the system that the platform leans on. */
public final class Programs {

    private Programs() {}

    public static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return List.of(path.split(File.pathSeparator, -1)).stream()
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * What to put before a command so that it leads a session of its own: a Ctrl-C at the terminal
     * then reaches the launcher alone, which stops the others in their order.
     */
    public static List<String> ownSession() {
        if (onPath("setsid").isPresent()) {
            return List.of("setsid");
        }
        if (onPath("perl").isPresent()) {
            return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die $!", "--");
        }
        throw new PlainFailure(
                "neither setsid nor perl is installed: install util-linux (for setsid)");
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs a command to its end and returns its exit code; what it prints goes to the log. */
    public static int run(List<String> command, Path directory, Path log, int timeoutSeconds) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new PlainFailure("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlainFailure("interrupted while waiting for " + command.getFirst(), e);
        }
    }
}
