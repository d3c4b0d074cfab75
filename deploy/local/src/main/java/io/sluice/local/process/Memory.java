package io.sluice.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory that a process holds at this moment. */
public record Memory(long kilobytes) {

    private static final Pattern RESIDENT = Pattern.compile("(?:VmRSS:)?\\s*(\\d+)(?: kB)?");
    private static final int KILO = 1024;

    /** Empty for a process that is gone. */
    public static Optional<Memory> resident(Running process) {
        return process.handle().flatMap(handle -> read(handle.pid()));
    }

    private static Optional<Memory> read(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            String text = Files.exists(status) ? residentLine(status) : askPs(pid);
            Matcher matcher = RESIDENT.matcher(text);
            return matcher.find()
                    ? Optional.of(new Memory(Long.parseLong(matcher.group(1))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String residentLine(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElse("");
    }

    /** Where there is no /proc. */
    private static String askPs(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        try (var answer = ps.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public String toString() {
        return kilobytes / KILO + " MB";
    }
}
