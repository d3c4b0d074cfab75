package io.sluice.verification.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the platform's processes have used so far, read from Linux' {@code /proc}; nothing elsewhere.
 *
 * @param cpuSeconds by part; PostgreSQL's processes count as one
 * @param residentMegabytes now, of its own: heaps and stacks, no shared memory and no files
 * @param writtenMegabytes by each part but PostgreSQL, whose processes come and go; and to all disks
 */
record ProcessUse(
        Map<String, Double> cpuSeconds,
        Map<String, Double> residentMegabytes,
        Map<String, Double> writtenMegabytes) {

    private static final String OURSELVES = "benchmark";
    private static final String DATABASE = "postgres";
    private static final String DISKS = "disks";
    private static final int DISK_NAME = 2;
    private static final int SECTORS_WRITTEN = 9;
    private static final double SECTORS_IN_MEGABYTE = 2_048;
    private static final double TICKS_PER_SECOND = 100;
    private static final double KILOBYTES_IN_MEGABYTE = 1_024;
    private static final double BYTES_IN_MEGABYTE = 1_048_576;
    private static final int AFTER_NAME = 2;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    static ProcessUse of(List<ProcessHandle> processes) {
        Map<String, Double> cpu = new HashMap<>();
        Map<String, Double> resident = new HashMap<>();
        Map<String, Double> written = new HashMap<>();
        List<ProcessHandle> all = new ArrayList<>(processes);
        all.add(ProcessHandle.current());
        for (ProcessHandle process : all) {
            Path folder = Path.of("/proc", Long.toString(process.pid()));
            String part = part(process, folder);
            cpu.merge(part, cpuSeconds(folder), Double::sum);
            resident.merge(part, kilobytes(folder, "status", "RssAnon:"), Double::sum);
            if (!part.equals(DATABASE)) {
                written.merge(part, bytesWritten(folder), Double::sum);
            }
        }
        written.put(DISKS, megabytesWritten());
        return new ProcessUse(cpu, resident, written);
    }

    /** What was used since then, of time and disk; memory is that of now. */
    ProcessUse since(ProcessUse earlier) {
        Map<String, Double> cpu = new HashMap<>();
        cpuSeconds.forEach(
                (part, now) -> cpu.put(part, now - earlier.cpuSeconds.getOrDefault(part, 0.0)));
        Map<String, Double> written = new HashMap<>();
        writtenMegabytes.forEach(
                (part, now) ->
                        written.put(part, now - earlier.writtenMegabytes.getOrDefault(part, 0.0)));
        return new ProcessUse(cpu, residentMegabytes, written);
    }

    /** Of all parts together but the benchmark itself. */
    double cpuSecondsButOurs() {
        return cpuSeconds.entrySet().stream()
                .filter(part -> !part.getKey().equals(OURSELVES))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static String part(ProcessHandle process, Path folder) {
        if (process.equals(ProcessHandle.current())) {
            return OURSELVES;
        }
        String command = text(folder.resolve("cmdline")).replace('\0', ' ');
        return Stream.of(
                        "withdrawal-api",
                        "ledger-service",
                        "gateway-adapter",
                        "webhook-ingest",
                        "sandbox",
                        "kafka.Kafka",
                        DATABASE)
                .filter(name -> command.contains(name + "-0.") || command.contains(name))
                .findFirst()
                .map(name -> name.equals("kafka.Kafka") ? "kafka" : name)
                .orElse("other");
    }

    private static double cpuSeconds(Path folder) {
        String stat = text(folder.resolve("stat"));
        int end = stat.lastIndexOf(')');
        if (end < 0) {
            return 0;
        }
        String[] columns = stat.substring(end + AFTER_NAME).split(" ", -1);
        return (Long.parseLong(columns[USER_TICKS]) + Long.parseLong(columns[SYSTEM_TICKS]))
                / TICKS_PER_SECOND;
    }

    private static double kilobytes(Path folder, String file, String key) {
        return number(folder, file, key) / KILOBYTES_IN_MEGABYTE;
    }

    private static double bytesWritten(Path folder) {
        return number(folder, "io", "write_bytes:") / BYTES_IN_MEGABYTE;
    }

    /** By everything that runs on this machine; partitions are not counted beside their disk. */
    private static double megabytesWritten() {
        return text(Path.of("/proc/diskstats"))
                        .lines()
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(columns -> Files.exists(Path.of("/sys/block", columns[DISK_NAME])))
                        .mapToDouble(columns -> Double.parseDouble(columns[SECTORS_WRITTEN]))
                        .sum()
                / SECTORS_IN_MEGABYTE;
    }

    private static double number(Path folder, String file, String key) {
        return text(folder.resolve(file))
                .lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .orElse(0.0);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
