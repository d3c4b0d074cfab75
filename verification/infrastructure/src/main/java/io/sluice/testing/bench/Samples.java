package io.sluice.testing.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measurements by name, over interleaved rounds; their medians count. */
public final class Samples {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    public void add(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    public Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    /** The median of what was measured under this name; 0 where nothing was. */
    public double median(String name) {
        double[] sorted =
                values.getOrDefault(name, List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .toArray();
        return sorted.length == 0
                ? 0
                : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** One median by another; 0 where there is nothing to divide by. */
    public double ratio(String name, String base) {
        double divisor = median(base);
        return divisor == 0 ? 0 : median(name) / divisor;
    }

    /** All medians, in the order in which their names were first seen. */
    public Map<String, Double> medians() {
        Map<String, Double> medians = new LinkedHashMap<>();
        values.keySet().forEach(name -> medians.put(name, median(name)));
        return medians;
    }
}
