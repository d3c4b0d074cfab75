package io.sluice.testing.bench;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A benchmark's figures: a table for people, {@code .sluice/bench/NAME.json} for the rest.
 *
 * <p>Units are in the names: {@code _per_second}, {@code _ms}, {@code _mb}. A run whose correctness
 * gate failed has no figures.
 */
public final class Report {

    private final String name;
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<String, Double> yardsticks = new LinkedHashMap<>();
    private final Map<String, Double> ratios = new LinkedHashMap<>();
    private final Map<String, Aim> aims = new LinkedHashMap<>();
    private final Map<String, Object> conditions = new TreeMap<>();
    private final double loadBefore =
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    private @Nullable String invalid;

    /**
     * @param name of the benchmark, and of the file
     */
    public Report(String name) {
        this.name = name;
        condition("processors", Runtime.getRuntime().availableProcessors());
        condition("java", System.getProperty("java.version"));
        condition("load_before", rounded(loadBefore));
    }

    public Report figure(String figure, double value) {
        figures.put(figure, rounded(value));
        return this;
    }

    public Report figure(String figure, double value, Aim aim) {
        aims.put(figure, aim);
        return figure(figure, value);
    }

    /** What the same machine, in the same run, does of something that everybody knows. */
    public Report yardstick(String yardstick, double value) {
        yardsticks.put(yardstick, rounded(value));
        return this;
    }

    public Report ratio(String ratio, double value) {
        ratios.put(ratio, rounded(value));
        return this;
    }

    public Report ratio(String ratio, double value, Aim aim) {
        aims.put(ratio, aim);
        return ratio(ratio, value);
    }

    /** What must be known to read the figures: settings, sizes, durability. */
    public Report condition(String condition, Object value) {
        conditions.put(condition, value);
        return this;
    }

    /** The benchmark's own correctness gate failed: something was lost, doubled or wrong. */
    public Report invalid(String reason) {
        invalid = invalid == null ? reason : invalid + "; " + reason;
        return this;
    }

    /**
     * Prints the table and writes the file.
     *
     * @return the process' exit code: 0, or 1 when the correctness gate failed
     */
    public int finish(PrintStream out) {
        Path file = file("json");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(content()));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
        print(out);
        out.println("written to " + file);
        return invalid == null ? 0 : 1;
    }

    /** Where it is written; other forms of the same run stand beside it. */
    public Path file(String ending) {
        return Path.of(
                        System.getProperty("sluice.root", "."),
                        ".sluice",
                        "bench",
                        name + "." + ending)
                .toAbsolutePath()
                .normalize();
    }

    /** The ratios so far. */
    public Map<String, Double> ratios() {
        return Map.copyOf(ratios);
    }

    private Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", name);
        content.put("valid", invalid == null);
        content.put("figures", invalid == null ? figures : Map.of());
        content.put("yardsticks", yardsticks);
        content.put("ratios", invalid == null ? ratios : Map.of());
        Map<String, String> wanted = new LinkedHashMap<>();
        aims.forEach((figure, aim) -> wanted.put(figure, aim.inWords()));
        content.put("aims", wanted);
        content.put("conditions", conditions);
        if (invalid != null) {
            content.put("invalid", invalid);
        }
        return content;
    }

    private void print(PrintStream out) {
        out.println();
        if (invalid != null) {
            out.println("INVALID, no figures: " + invalid);
            return;
        }
        for (Map<String, Double> part : List.of(figures, yardsticks, ratios)) {
            part.forEach((figure, value) -> out.println(row(figure, value)));
            out.println();
        }
        conditions.forEach((condition, value) -> out.println("  " + condition + ": " + value));
        if (loadBefore > 1) {
            out.println("The machine was busy before the run: read the figures so.");
        }
    }

    private String row(String figure, double value) {
        Aim aim = aims.get(figure);
        String verdict =
                aim == null
                        ? ""
                        : "  aim " + aim.inWords() + (aim.isMetBy(value) ? ", met" : ", missed");
        return String.format(Locale.ROOT, "%-42s %14s%s", figure, number(value), verdict);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 1_000 ? "%,.0f" : "%,.3g", value);
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
