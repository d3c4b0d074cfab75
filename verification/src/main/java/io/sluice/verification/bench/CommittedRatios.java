package io.sluice.verification.bench;

import io.sluice.testing.bench.Report;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code verification/smoke-ratios.json}: what a run is held to. Less is better in all of them.
 *
 * @param margin by which a ratio may exceed the committed one: 0.5 is half as much again
 */
record CommittedRatios(double margin, Map<String, Double> ratios) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Path FILE =
            Path.of(System.getProperty("sluice.root", "."), "verification", "smoke-ratios.json");

    /**
     * @param write whether this run's ratios are to be the committed ones from now on
     * @return the process' exit code: 1 when a ratio has grown beyond the margin
     */
    static int judge(Report report, boolean write) throws IOException {
        CommittedRatios committed = JSON.readValue(Files.readString(FILE), CommittedRatios.class);
        if (write) {
            CommittedRatios now =
                    new CommittedRatios(committed.margin, new TreeMap<>(report.ratios()));
            Files.writeString(FILE, JSON.writeValueAsString(now) + "\n");
            System.out.println("written to " + FILE);
            return 0;
        }
        int exitCode = 0;
        for (var ratio : committed.ratios.entrySet()) {
            double most = ratio.getValue() * (1 + committed.margin);
            double found = report.ratios().getOrDefault(ratio.getKey(), Double.POSITIVE_INFINITY);
            boolean holds = found <= most;
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f, committed %.1f, at most %.1f: %s%n",
                    ratio.getKey(),
                    found,
                    ratio.getValue(),
                    most,
                    holds ? "holds" : "REGRESSION");
            exitCode = holds ? exitCode : 1;
        }
        return exitCode;
    }
}
