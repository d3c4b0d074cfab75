package io.sluice.verification.chaos;

import io.sluice.verification.RunningPlatform;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** The platform's processes, as its launcher writes them down, and what can befall them. */
final class Victims {

    /** The providers and the launcher are not under test. */
    private static final Set<String> SPARED = Set.of("launcher", "sandbox");

    private final RunningPlatform platform;
    private final Path table;
    private final Recovery recovery;

    Victims(RunningPlatform platform, Recovery recovery) {
        this.platform = platform;
        this.table = platform.processTable();
        this.recovery = recovery;
    }

    /** One process of the platform. */
    record Victim(String name, String role, int port, long pid) {

        /** What it is, whichever of several. */
        String kind() {
            return switch (role) {
                case "kafka" -> "broker";
                case "postgres" -> "database";
                default -> "service";
            };
        }

        boolean isBroker() {
            return role.equals("kafka");
        }

        /** The number of a broker, which its name ends in, but the first one's. */
        int broker() {
            return name.equals(role) ? 1 : Integer.parseInt(name.substring(role.length() + 1));
        }
    }

    /** Whether what dies is still started again. */
    boolean areKeptUp() {
        return platform.isKeptUp();
    }

    List<Victim> all() {
        try (Stream<Path> files = Files.list(table)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .flatMap(name -> find(name).stream())
                    .filter(victim -> !SPARED.contains(victim.role()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Victim> find(String name) {
        Properties entry = new Properties();
        try (Reader reader = Files.newBufferedReader(table.resolve(name))) {
            entry.load(reader);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(
                new Victim(
                        name,
                        entry.getProperty("role"),
                        Integer.parseInt(entry.getProperty("port")),
                        Long.parseLong(entry.getProperty("pid"))));
    }

    /** As {@code kill -9}. */
    static void kill(Victim victim) {
        ProcessHandle.of(victim.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** With all that it has started: PostgreSQL's work is done by its children. */
    static void signal(Victim victim, String signal) {
        Optional<ProcessHandle> process = ProcessHandle.of(victim.pid());
        if (process.isEmpty()) {
            return;
        }
        List<String> pids =
                Stream.concat(Stream.of(process.get()), process.get().descendants())
                        .map(handle -> Long.toString(handle.pid()))
                        .toList();
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + String.join(" ", pids))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Another process than before stands in its place, and is ready. */
    boolean isBack(Victim before) {
        return find(before.name()).filter(now -> now.pid() != before.pid()).isPresent()
                && isReady(before);
    }

    boolean isReady(Victim victim) {
        return recovery.isReady(victim);
    }
}
