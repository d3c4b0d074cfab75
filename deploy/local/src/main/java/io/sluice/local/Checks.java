package io.sluice.local;

import io.sluice.local.process.Home;
import io.sluice.local.process.PlainFailure;
import io.sluice.local.process.Ports;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must hold before anything is started. */
final class Checks {

    private static final long NEEDED_BYTES = 1L << 30;
    private static final double GIGABYTE = 1L << 30;

    private Checks() {}

    /**
     * @param users of the ports, by port
     */
    static void requireFree(Map<Integer, String> users) {
        List<String> taken =
                new TreeMap<>(users)
                        .entrySet().stream()
                                .filter(entry -> !Ports.isFree(entry.getKey()))
                                .map(Checks::describe)
                                .toList();
        if (!taken.isEmpty()) {
            throw new PlainFailure(String.join("; ", taken) + ": stop it and try again");
        }
    }

    private static String describe(Map.Entry<Integer, String> port) {
        return "port "
                + port.getKey()
                + ", needed for "
                + port.getValue()
                + ", is in use by "
                + Ports.describeHolder(port.getKey());
    }

    /** Free space in gigabytes, if it is enough. */
    static double requireDisk(Home home) {
        try {
            long free = Files.getFileStore(home.data()).getUsableSpace();
            if (free < NEEDED_BYTES) {
                throw new PlainFailure(
                        "%d MB are free on the disk of %s (expected: at least %d MB): free some space"
                                .formatted(free >> 20, home.data(), NEEDED_BYTES >> 20));
            }
            return free / GIGABYTE;
        } catch (IOException e) {
            throw new PlainFailure("cannot see the disk of " + home.data(), e);
        }
    }
}
