package io.sluice.verification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The platform as a user starts it, every part in a process of its own, with data and ports of its
 * own so that it stands beside a platform that runs already.
 */
public final class RunningPlatform implements AutoCloseable {

    private static final int PORT_OFFSET =
            Integer.parseInt(System.getenv().getOrDefault("SLUICE_PORT_OFFSET", "10000"));
    private static final int SECURED_PORT_OFFSET = PORT_OFFSET + 2_000;
    private static final String READY = "Ctrl-C";
    private static final String COMMAND_LOG = "command.log";

    /** What a service may take to start, and some. */
    private static final Duration COMMAND_WITHIN = Duration.ofMinutes(6);

    /** The first start of a build trains its start-up caches before that. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(9);

    private static final Duration STOPPED_WITHIN = Duration.ofMinutes(1);
    private static final Path ROOT = Path.of(System.getProperty("sluice.root", ".."));

    private final Process launcher;
    private final Path data;
    private final int portOffset;
    private final List<String> output = new ArrayList<>();

    private RunningPlatform(Process launcher, Path data, int portOffset) {
        this.launcher = launcher;
        this.data = data;
        this.portOffset = portOffset;
        // Whoever is stopped by a signal does not come to close it.
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::destroy, "platform-end"));
    }

    /** Starts all of it with empty data and returns when every part is ready. */
    public static RunningPlatform start(Path data) {
        return start(data, List.of(), Map.of());
    }

    /**
     * Starts broker, database and these services with empty data, and returns when every part is
     * ready.
     *
     * @param data a folder of its own; what is in it is lost
     * @param only these services and the sandbox, by name; none: all
     * @param settings for every service, as environment variables in Spring's words or ours
     */
    public static RunningPlatform start(
            Path data, List<String> only, Map<String, String> settings) {
        List<String> words = new ArrayList<>(List.of("run", "--fresh"));
        if (!only.isEmpty()) {
            words.addAll(List.of("--only", String.join(",", only)));
        }
        return start(ROOT, data, words, PORT_OFFSET, settings);
    }

    /**
     * Starts the services of another build, which {@link #command} replaces by this one's.
     *
     * @param build the folder in which it was built
     */
    public static RunningPlatform ofBuild(Path build, Path data, Map<String, String> settings) {
        return start(build, data, List.of("run", "--fresh"), PORT_OFFSET, settings);
    }

    /**
     * Starts all of it with empty data, with TLS, logins and the least rights; stands beside the other
     * one.
     */
    public static RunningPlatform secured(Path data, Map<String, String> settings) {
        return start(
                ROOT, data, List.of("run", "--fresh", "--secure"), SECURED_PORT_OFFSET, settings);
    }

    private static RunningPlatform start(
            Path build,
            Path data,
            List<String> words,
            int portOffset,
            Map<String, String> settings) {
        try {
            Files.createDirectories(data);
            RunningPlatform platform =
                    new RunningPlatform(
                            launcher(build, data, words, portOffset, settings).start(),
                            data,
                            portOffset);
            platform.awaitReady();
            return platform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder launcher(
            Path build,
            Path data,
            List<String> words,
            int portOffset,
            Map<String, String> settings) {
        Path local = ROOT.resolve("deploy/local/target");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dsluice.root=" + build.toAbsolutePath().normalize(),
                                "-cp",
                                local.resolve("local-platform-0.1.0-SNAPSHOT.jar")
                                        + ":"
                                        + local.resolve("lib")
                                        + "/*",
                                "io.sluice.local.Main"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("SLUICE_HOME", data.toAbsolutePath().toString());
        environment.put("SLUICE_PORT_OFFSET", Integer.toString(portOffset));
        builder.environment().putAll(environment);
        return builder;
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
                    "the platform is not ready within " + READY_WITHIN + ":\n" + output());
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
                if (line.contains(READY)) {
                    ready.complete(true);
                }
            }
        } catch (IOException _) {
            // the launcher is gone
        }
        ready.complete(false);
    }

    /** Where a part that usually listens here listens on this platform. */
    public static int port(int usual) {
        return usual + PORT_OFFSET;
    }

    /** Where a part that usually listens here listens on this very platform. */
    public int portOf(int usual) {
        return usual + portOffset;
    }

    /** What a command printed and how it ended. */
    public record Ended(int exitCode, String output) {}

    /** Runs another command, such as {@code demo}, against this platform. */
    public Ended command(String... words) {
        Path log = data.resolve(COMMAND_LOG);
        try {
            Files.deleteIfExists(log);
            Process process =
                    launcher(ROOT, data, List.of(words), portOffset, Map.of())
                            .redirectOutput(log.toFile())
                            .start();
            if (!process.waitFor(COMMAND_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                throw new IllegalStateException(
                        String.join(" ", words) + ": no end within " + COMMAND_WITHIN);
            }
            return new Ended(process.exitValue(), Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the command has printed so far. */
    public String commandOutput() {
        Path log = data.resolve(COMMAND_LOG);
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file for each of its processes says what it is. */
    public Path processTable() {
        return data.resolve("processes");
    }

    public Path logs() {
        return data.resolve("logs");
    }

    /** What the launcher has printed so far. */
    public String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** Without the welcome, which names the demo's key for whoever wants to try it. */
    public String outputSinceReady() {
        String all = output();
        return all.substring(all.indexOf(READY));
    }

    /** The database server's superuser's password. */
    public String databasePassword() {
        return secret("password.postgres");
    }

    /** Whom the parts of a secured platform trust. */
    public Path authority() {
        return data.toAbsolutePath().resolve("certificates/authority.pem");
    }

    /** A password or key that the platform drew for itself, by its name in its secrets. */
    public String secret(String name) {
        return readSecrets().getProperty(name);
    }

    /** All that it drew for itself. */
    public List<String> secrets() {
        Properties secrets = readSecrets();
        return secrets.stringPropertyNames().stream().map(secrets::getProperty).toList();
    }

    private Properties readSecrets() {
        Properties secrets = new Properties();
        try (InputStream file = Files.newInputStream(data.resolve("secrets.properties"))) {
            secrets.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secrets;
    }

    /** Whether the launcher keeps it up; one that gave up has said why in its output. */
    public boolean isKeptUp() {
        return launcher.isAlive();
    }

    /** The processes that the launcher started and that still run. */
    public List<ProcessHandle> processes() {
        return launcher.descendants().filter(ProcessHandle::isAlive).toList();
    }

    /**
     * As Ctrl-C does.
     *
     * @throws IllegalStateException when it leaves a process behind
     */
    @Override
    public void close() {
        List<ProcessHandle> processes = processes();
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
        processes.stream()
                .filter(ProcessHandle::isAlive)
                .findFirst()
                .ifPresent(
                        left -> {
                            throw new IllegalStateException("left behind: pid " + left.pid());
                        });
    }
}
