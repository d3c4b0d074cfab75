package io.sluice.local.server;

import io.sluice.local.process.PlainFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. Where the launcher is root, this says what to put before its
 * commands.
 */
final class Unprivileged {

    private static final int ROOT = 0;

    /** A user namespace in which root is nobody: same files, no privileges. */
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    /**
     * Where namespaces are forbidden (most containers): the user nobody, who may still reach a folder
     * below one that only root may enter.
     */
    private static final List<String> NOBODY =
            List.of(
                    "setpriv",
                    "--reuid=65534",
                    "--regid=65534",
                    "--clear-groups",
                    "--inh-caps=-all,+dac_override",
                    "--ambient-caps=-all,+dac_override",
                    "--bounding-set=-all,+dac_override");

    private Unprivileged() {}

    /** Nothing for an ordinary user. */
    static List<String> prefix(Path ownFile) {
        if (!isRoot(ownFile)) {
            return List.of();
        }
        for (List<String> prefix : List.of(NAMESPACE, NOBODY)) {
            if (works(prefix)) {
                return prefix;
            }
        }
        throw new PlainFailure(
                "PostgreSQL does not run as root, and neither unshare nor setpriv works here:"
                        + " run as an ordinary user");
    }

    private static boolean isRoot(Path ownFile) {
        try {
            return Files.getAttribute(ownFile, "unix:uid").equals(ROOT);
        } catch (IOException e) {
            throw new PlainFailure("cannot read " + ownFile + ": " + e.getMessage(), e);
        }
    }

    private static boolean works(List<String> prefix) {
        List<String> command = Stream.concat(prefix.stream(), Stream.of("true")).toList();
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
