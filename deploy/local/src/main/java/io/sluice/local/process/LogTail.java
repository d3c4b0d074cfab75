package io.sluice.local.process;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The end of a log file. */
public final class LogTail {

    /** A stack trace in one structured line can be long. */
    private static final int WINDOW_BYTES = 128 * 1024;

    private static final int LONGEST = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private LogTail() {}

    /** The last lines, in words. */
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
            return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                    .map(LogTail::readable)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A line for a person: of a structured line its level, its message and the cause. */
    static String readable(String line) {
        if (!line.startsWith("{")) {
            return shortened(line);
        }
        try {
            JsonNode json = JSON.readTree(line);
            String cause = json.path("error").path("message").asString("");
            String text =
                    json.path("log").path("level").asString("")
                            + " "
                            + json.path("message").asString("")
                            + (cause.isEmpty() ? "" : ": " + cause);
            return shortened(text.strip().replaceAll("\\s+", " "));
        } catch (JacksonException e) {
            return shortened(line);
        }
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
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
