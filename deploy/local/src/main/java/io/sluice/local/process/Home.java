package io.sluice.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where everything lies.
 *
 * @param root the project's folder
 * @param data what a run leaves behind: databases, topics, logs, secrets, the table of processes
 * @param cache what can be made again from the build: unpacked servers, extracted services, start-up
 *     caches
 */
public record Home(Path root, Path data, Path cache) {

    public static Home of(Path root) {
        Path usual = root.toAbsolutePath().normalize().resolve(".sluice");
        Path data = Optional.ofNullable(System.getenv("SLUICE_HOME")).map(Path::of).orElse(usual);
        return new Home(
                root.toAbsolutePath().normalize(),
                data.toAbsolutePath().normalize(),
                usual.resolve("cache"));
    }

    /** The same build with data of its own. */
    public Home withData(Path otherData) {
        return new Home(root, otherData, cache);
    }

    public Path logs() {
        return data.resolve("logs");
    }

    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    public Path processes() {
        return data.resolve("processes");
    }

    public Path postgres() {
        return data.resolve("postgres");
    }

    /**
     * @param number of the broker, from 1
     */
    public Path kafka(int number) {
        return data.resolve(number == 1 ? "kafka" : "kafka-" + number);
    }

    public Path sandbox() {
        return data.resolve("sandbox");
    }

    /** The data of a training run, for as long as it takes. */
    public Path training() {
        return data.resolve("training");
    }

    /** There when the installation is a secured one. */
    public Path certificates() {
        return data.resolve("certificates");
    }

    public Path secrets() {
        return data.resolve("secrets.properties");
    }

    /** Creates the folders that every run needs; only their owner may look in. */
    public void create() {
        try {
            for (Path folder : List.of(data, cache, logs(), processes(), sandbox())) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new PlainFailure(
                    "cannot write to "
                            + data
                            + " ("
                            + e.getMessage()
                            + "): make the folder writable for this user",
                    e);
        }
    }

    /** Forgets what was paid, booked and heard; what the build made stays. */
    public void empty() {
        for (Path path :
                List.of(
                        postgres(),
                        kafka(1),
                        kafka(2),
                        kafka(3),
                        sandbox(),
                        logs(),
                        certificates(),
                        secrets())) {
            delete(path);
        }
    }

    /** Deletes a file or a whole folder; nothing there is fine. */
    public static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> everything = Files.walk(path)) {
            for (Path each : everything.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
