package io.sluice.local.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small shell beside the launcher that waits for the end of a pipe. If the launcher ends without a
 * farewell (kill -9, out of memory), the pipe closes and the shell stops the platform in its place.
 */
public final class Guard {

    private final OutputStream pipe;

    private Guard(OutputStream pipe) {
        this.pipe = pipe;
    }

    /**
     * @param stopCommand stops whatever is left, from the table of processes
     */
    public static Guard post(Home home, List<String> stopCommand) {
        List<String> command = new ArrayList<>(Programs.ownSession());
        command.addAll(List.of("sh", "-c", "read -r farewell || exec \"$@\"", "sluice-guard"));
        command.addAll(stopCommand);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(home.root().toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(home.log("guard").toFile()))
                            .start();
            return new Guard(process.getOutputStream());
        } catch (IOException e) {
            throw new PlainFailure("cannot start the guard: " + e.getMessage(), e);
        }
    }

    /** This launcher as a command of its own that does what the arguments say. */
    public static List<String> sameLauncher(String... arguments) {
        return Stream.concat(
                        Stream.of(
                                Programs.java(),
                                "-Dsluice.root=" + System.getProperty("sluice.root"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.sluice.local.Main"),
                        Stream.of(arguments))
                .toList();
    }

    /** Everything was stopped in good order: the guard may go. */
    public void dismiss() {
        try (pipe) {
            pipe.write("farewell\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The guard is gone already, and there is nothing left to guard.
            return;
        }
    }
}
