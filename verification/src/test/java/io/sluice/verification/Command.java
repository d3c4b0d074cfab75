package io.sluice.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What {@code ./sluice} does with these words on the platform that the tests share. */
record Command(int exit, String output) {

    private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));
    private static final Duration LIMIT = Duration.ofMinutes(2);

    static Command run(String... words) {
        Path local = ROOT.resolve("deploy/local/target");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Dsluice.root=" + ROOT.toAbsolutePath().normalize(),
                                "-cp",
                                local.resolve("local-platform-0.1.0-SNAPSHOT.jar")
                                        + ":"
                                        + local.resolve("lib")
                                        + "/*",
                                "io.sluice.local.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SLUICE_HOME", OnePlatform.DATA.toAbsolutePath().toString());
        builder.environment().put("SLUICE_PORT_OFFSET", Integer.toString(RunningPlatform.port(0)));
        try {
            Process process = builder.start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        String.join(" ", words) + ": not done within " + LIMIT + ":\n" + output);
            }
            return new Command(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
