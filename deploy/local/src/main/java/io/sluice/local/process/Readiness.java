package io.sluice.local.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a process to be of use, and says why when it ends or dallies instead. */
public final class Readiness {

    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final int CONNECT_MILLIS = 500;
    private static final int LINES = 5;

    private Readiness() {}

    /** Returns once the condition holds; the process's last words are in the failure otherwise. */
    public static void await(
            String name, Process process, Path log, Duration limit, BooleanSupplier ready) {
        boolean decided =
                Await.until(limit, PAUSE, () -> !process.isAlive() || ready.getAsBoolean());
        if (!process.isAlive()) {
            throw new PlainFailure(
                    name
                            + " ended while it was starting (exit code "
                            + process.exitValue()
                            + ")"
                            + lastWords(log));
        }
        if (!decided) {
            throw new PlainFailure(
                    name + " was not ready after " + limit.toSeconds() + " s" + lastWords(log));
        }
    }

    /** The end of the log, indented, and where to read on. */
    public static String lastWords(Path log) {
        StringBuilder words = new StringBuilder(": read ").append(log).append(", which ends so:");
        LogTail.of(log, LINES).forEach(line -> words.append("\n    ").append(line));
        return words.toString();
    }

    public static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
