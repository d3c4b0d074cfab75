package io.sluice.verification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The whole platform as a user starts it, every part in a process of its own, with data and ports of
 * its own so that it stands beside a platform that runs already.
 */
final class RunningPlatform implements AutoCloseable {

    private static final int PORT_OFFSET = 10_000;

    /** The first start of a build trains its start-up caches before that. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(540);

    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
    private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));

    private final Process launcher;
    private final List<String> output = new ArrayList<>();

    private RunningPlatform(Process launcher) {
        this.launcher = launcher;
    }

    /** Starts it with empty data and returns when every part is ready. */
    static RunningPlatform start(Path data) {
        try {
            Files.createDirectories(data);
            Path local = ROOT.resolve("deploy/local/target");
            ProcessBuilder command =
                    new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx192m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-Dsluice.root=" + ROOT.toAbsolutePath().normalize(),
                            "-cp",
                            local.resolve("local-platform-0.1.0-SNAPSHOT.jar")
                                    + ":"
                                    + local.resolve("lib")
                                    + "/*",
                            "io.sluice.local.Main",
                            "run",
                            "--fresh");
            command.environment()
                    .putAll(
                            Map.of(
                                    "SLUICE_HOME", data.toAbsolutePath().toString(),
                                    "SLUICE_PORT_OFFSET", Integer.toString(PORT_OFFSET)));
            RunningPlatform platform =
                    new RunningPlatform(command.redirectErrorStream(true).start());
            platform.awaitReady();
            return platform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(ready), "platform-output");
        reader.setDaemon(true);
        reader.start();
        boolean isReady = false;
        try {
            isReady = ready.get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // said below, with what the launcher printed
        }
        if (!isReady) {
            close();
            throw new IllegalStateException(
                    "the platform is not ready within " + READY_WITHIN + ":\n" + text());
        }
    }

    private void read(CompletableFuture<Boolean> ready) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                if (line.contains("Ctrl-C")) {
                    ready.complete(true);
                }
            }
        } catch (IOException _) {
            // the launcher is gone
        }
        ready.complete(false);
    }

    private String text() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    static int port(int usual) {
        return usual + PORT_OFFSET;
    }

    /** The processes that the launcher started and that still run. */
    List<ProcessHandle> processes() {
        return launcher.descendants().filter(ProcessHandle::isAlive).toList();
    }

    /** As Ctrl-C does. */
    @Override
    public void close() {
        launcher.destroy();
        try {
            if (!launcher.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                launcher.descendants().forEach(ProcessHandle::destroyForcibly);
                launcher.destroyForcibly();
                throw new IllegalStateException(
                        "the platform did not stop within " + STOPPED_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
