package io.sluice.ledger.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements by name, of which the medians count. */
final class Samples {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    double median(String name) {
        double[] sorted =
                values.getOrDefault(name, List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .toArray();
        return sorted.length == 0
                ? 0
                : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    Map<String, Double> medians() {
        Map<String, Double> medians = new LinkedHashMap<>();
        values.keySet().forEach(name -> medians.put(name, rounded(median(name))));
        return medians;
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** The value that this share of the measurements does not exceed. */
    static double percentile(long[] measured, double share) {
        if (measured.length == 0) {
            return 0;
        }
        long[] sorted = measured.clone();
        Arrays.sort(sorted);
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)];
    }
}
