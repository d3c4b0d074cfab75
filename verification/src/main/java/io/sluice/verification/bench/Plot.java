package io.sluice.verification.bench;

import org.HdrHistogram.Histogram;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** A run as a picture: time against percentile and against the clock, and memory. */
final class Plot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final double MICROS_IN_MILLI = 1_000;
    private static final double[] PERCENTILES = {
        0, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99
    };

    private Plot() {}

    /**
     * Writes it as PNG.
     *
     * @param stages in milliseconds
     * @param whole from end to end, in microseconds
     */
    static void write(
            Path file, String title, Map<String, Histogram> stages, Histogram whole, Course course)
            throws IOException {
        System.setProperty("java.awt.headless", "true");
        List<XYChart> charts =
                List.of(percentiles(title, stages, whole), overTime(course), memory(course));
        BitmapEncoder.saveBitmap(
                charts, charts.size(), 1, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    private static XYChart percentiles(
            String title, Map<String, Histogram> stages, Histogram whole) {
        XYChart chart = chart(title, "1 in N took longer", "ms");
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        line(chart, "from end to end", whole, MICROS_IN_MILLI);
        stages.forEach((stage, times) -> line(chart, stage, times, 1));
        return chart;
    }

    private static void line(XYChart chart, String name, Histogram times, double inMilli) {
        double[] oneIn = new double[PERCENTILES.length];
        double[] millis = new double[PERCENTILES.length];
        for (int i = 0; i < PERCENTILES.length; i++) {
            oneIn[i] = 100 / (100 - PERCENTILES[i]);
            // A logarithm has no zero; producers' clocks count whole milliseconds.
            millis[i] = Math.max(0.5, times.getValueAtPercentile(PERCENTILES[i]) / inMilli);
        }
        chart.addSeries(name, oneIn, millis).setMarker(SeriesMarkers.NONE);
    }

    private static XYChart overTime(Course course) {
        XYChart chart = chart("By the moment at which the POST was due", "s", "ms");
        if (!course.micros().isEmpty()) {
            addOverTime(chart, "p50", course, times -> times.getValueAtPercentile(50));
            addOverTime(chart, "p99", course, times -> times.getValueAtPercentile(99));
            addOverTime(chart, "most", course, Histogram::getMaxValue);
        }
        return chart;
    }

    private static void addOverTime(
            XYChart chart, String name, Course course, ToDoubleFunction<Histogram> value) {
        chart.addSeries(
                        name,
                        new ArrayList<>(course.micros().keySet()),
                        course.micros().values().stream()
                                .map(times -> value.applyAsDouble(times) / MICROS_IN_MILLI)
                                .toList())
                .setMarker(SeriesMarkers.NONE);
    }

    private static XYChart memory(Course course) {
        XYChart chart = chart("Resident memory", "s", "MB");
        TreeSet<String> parts = new TreeSet<>();
        course.resident().values().forEach(sample -> parts.addAll(sample.keySet()));
        for (String part : parts) {
            chart.addSeries(
                            part,
                            new ArrayList<>(course.resident().keySet()),
                            course.resident().values().stream()
                                    .map(sample -> sample.getOrDefault(part, 0.0))
                                    .toList())
                    .setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(x)
                        .yAxisTitle(y)
                        .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        return chart;
    }
}
