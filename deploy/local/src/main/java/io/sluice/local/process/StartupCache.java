package io.sluice.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Function;

/**
 * The JDK's ahead-of-time cache of one program: its loaded and linked classes and method profiles, as
 * a training run left them. Valid for one build, one JDK and one set of flags; the JVM checks that
 * itself and starts without a cache that does not fit.
 *
 * @param folder changes with the program's build
 */
public record StartupCache(Path folder) {

    private static final int ASSEMBLY_SECONDS = 180;

    /** What a start is for. */
    public enum Purpose {
        WORK,
        TRAINING
    }

    public boolean exists() {
        return Files.exists(file());
    }

    /** The JVM's flags for a start. */
    public List<String> flags(Purpose purpose) {
        return switch (purpose) {
            // The JVM warns of each adapter that it makes anew; whether the cache fits is in its
            // name.
            case WORK ->
                    exists() ? List.of("-XX:AOTCache=" + file(), "-Xlog:aot*=error") : List.of();
            case TRAINING -> List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording());
        };
    }

    /**
     * Makes the cache from what a training run recorded.
     *
     * @param command the program's command for given JVM flags
     * @return whether there is a cache now
     */
    public boolean assemble(Function<List<String>, List<String>> command, Path log) {
        if (!Files.exists(recording())) {
            return false;
        }
        Path draft = folder.resolve("startup.draft");
        List<String> flags =
                List.of(
                        "-XX:AOTMode=create",
                        "-XX:AOTConfiguration=" + recording(),
                        "-XX:AOTCache=" + draft);
        int exitCode = Programs.run(command.apply(flags), folder, log, ASSEMBLY_SECONDS);
        try {
            Files.delete(recording());
            if (exitCode == 0) {
                Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new PlainFailure("cannot write " + file() + ": " + e.getMessage(), e);
        }
        return exitCode == 0;
    }

    private Path recording() {
        return folder.resolve("startup.recording");
    }

    private Path file() {
        String jvm = System.getProperty("java.vm.version") + JvmFlags.COMMON;
        return folder.resolve("startup-" + Integer.toHexString(jvm.hashCode()) + ".aot");
    }
}
