package io.sluice.local.server;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The broker's part of the launcher's own class path: the build collected all of it there. */
public final class BrokerJars {

    private static final Pattern OURS = Pattern.compile("(contracts|local-platform)-.*");

    private BrokerJars() {}

    static String classPath() {
        return String.join(File.pathSeparator, all().stream().map(Path::toString).toList());
    }

    /** Always in the same order and without our own jars, so that a start-up cache stays valid. */
    public static List<Path> all() {
        String own = System.getProperty("java.class.path");
        return List.of(own.split(File.pathSeparator, -1)).stream()
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(jar -> !OURS.matcher(jar.getFileName().toString()).matches())
                .sorted()
                .toList();
    }
}
