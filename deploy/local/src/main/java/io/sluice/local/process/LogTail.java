package io.sluice.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The end of a log file. */
public final class LogTail {

    private static final int WINDOW_BYTES = 16 * 1024;

    private LogTail() {}

    public static List<String> of(Path log, int lines) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - WINDOW_BYTES);
            byte[] end = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(end);
            List<String> all =
                    new String(end, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Keeps the last run's log beside the new one. */
    public static void rotate(Path log) {
        try {
            if (Files.exists(log)) {
                Path previous = log.resolveSibling(log.getFileName() + ".1");
                Files.move(log, previous, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new PlainFailure("cannot move " + log + ": " + e.getMessage(), e);
        }
    }
}
