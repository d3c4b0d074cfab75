package io.sluice.local.service;

import io.sluice.local.process.Home;
import io.sluice.local.process.JvmFlags;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.server.BrokerJars;
import io.sluice.local.server.Kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The JDK's ahead-of-time cache of each program: loaded and linked classes and method profiles from a
 * training run. Valid for one build, one JDK and one set of flags; the JVM itself checks that again.
 */
public final class StartupCache implements StartupFlags {

    @Override
    public List<String> of(String program, Path folder) {
        Path cache = cache(folder);
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    static Path cache(Path folder) {
        return folder.resolve("startup-" + fingerprint() + ".aot");
    }

    private static String fingerprint() {
        String vm = System.getProperty("java.vm.version") + JvmFlags.COMMON;
        return Integer.toHexString(vm.hashCode());
    }

    /** Changes when the broker's jars do. */
    public static Path brokerFolder(Home home) {
        int jars = 0;
        for (Path jar : BrokerJars.all()) {
            try {
                jars = 31 * jars + jar.hashCode();
                jars = 31 * jars + Files.getLastModifiedTime(jar).hashCode();
            } catch (IOException e) {
                throw new PlainFailure("cannot read " + jar + ": " + e.getMessage(), e);
            }
        }
        return home.cache().resolve(Kafka.NAME).resolve(Integer.toHexString(jars));
    }
}
