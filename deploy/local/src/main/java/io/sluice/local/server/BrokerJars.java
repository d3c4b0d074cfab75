package io.sluice.local.server;

import io.sluice.local.process.PlainFailure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The broker's part of the launcher's own class path: the build collected all of it there. */
final class BrokerJars {

    private static final Pattern OURS = Pattern.compile("(contracts|local-platform)-.*");

    private BrokerJars() {}

    static String classPath() {
        return String.join(File.pathSeparator, all().stream().map(Path::toString).toList());
    }

    /** Always in the same order and without our own jars, so that a start-up cache stays valid. */
    private static List<Path> all() {
        String own = System.getProperty("java.class.path");
        return List.of(own.split(File.pathSeparator, -1)).stream()
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(jar -> !OURS.matcher(jar.getFileName().toString()).matches())
                .sorted()
                .toList();
    }

    /** What belongs to this set of jars is kept here. */
    static Path folder(Path cache) {
        long sum = 0;
        for (Path jar : all()) {
            try {
                sum = 31 * sum + jar.getFileName().toString().hashCode();
                sum = 31 * sum + Files.getLastModifiedTime(jar).toMillis();
            } catch (IOException e) {
                throw new PlainFailure("cannot read " + jar + ": " + e.getMessage(), e);
            }
        }
        return cache.resolve(Kafka.NAME).resolve(Long.toHexString(sum));
    }
}
