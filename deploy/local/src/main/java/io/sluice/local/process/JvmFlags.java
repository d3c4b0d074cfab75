package io.sluice.local.process;

import java.util.List;

/** Flags for every JVM of the platform, chosen for a machine with two cores. */
public final class JvmFlags {

    public static final List<String> COMMON =
            List.of(
                    // Short pauses on a small heap, and no collector's threads beside the work.
                    "-XX:+UseSerialGC",
                    // Eight bytes less for each object: a smaller heap, more of it in the caches.
                    "-XX:+UseCompactObjectHeaders",
                    // Two cores: more event loops would only take turns.
                    "-Dreactor.netty.ioWorkerCount=2",
                    // By default one buffer of 128 carries a stack trace, to find who lost it.
                    "-Dio.netty.leakDetection.level=disabled",
                    // A process without memory answers nobody; the launcher starts it again.
                    "-XX:+ExitOnOutOfMemoryError",
                    // Netty and the compression codecs are native; their warnings hide real ones.
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private JvmFlags() {}
}
