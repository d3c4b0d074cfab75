package io.sluice.local.process;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The processes of the platform, one small file each, so that another terminal, or the next run
 * after a kill -9, finds and stops them. A process whose file is gone was meant to end.
 */
public final class ProcessTable {

    private final Path folder;

    public ProcessTable(Path folder) {
        this.folder = folder;
    }

    /** Replaces what stood under the name, in one step: a reader sees the old or the new. */
    public void enter(Running process) {
        String text =
                """
                role=%s
                port=%d
                pid=%d
                startedAt=%s
                """
                        .formatted(
                                process.role(), process.port(), process.pid(), process.startedAt());
        try {
            Files.createDirectories(folder);
            Path draft = folder.resolve("." + process.name());
            Files.writeString(draft, text);
            Files.move(draft, file(process.name()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Running> find(String name) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file(name))) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(
                new Running(
                        name,
                        properties.getProperty("role"),
                        Integer.parseInt(properties.getProperty("port")),
                        Long.parseLong(properties.getProperty("pid")),
                        Instant.parse(properties.getProperty("startedAt"))));
    }

    /** All that are written down, by name, alive or not. */
    public List<Running> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .flatMap(name -> find(name).stream())
                    .sorted(Comparator.comparing(Running::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}
