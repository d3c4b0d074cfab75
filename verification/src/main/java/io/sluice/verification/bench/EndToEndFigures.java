package io.sluice.verification.bench;

import io.sluice.testing.bench.Aim;
import io.sluice.testing.bench.Report;

import org.HdrHistogram.Histogram;

/** What a run from end to end says of its times and of what it used. */
record EndToEndFigures(Report report) {

    static final double AIM_MILLIS = 1_000;

    void percentiles(String name, Histogram times, double unitsInMillisecond) {
        for (double percentile : new double[] {50, 95, 99, 99.9}) {
            String figure =
                    name
                            + "_p"
                            + Double.toString(percentile).replace(".0", "").replace(".", "")
                            + "_ms";
            double millis = times.getValueAtPercentile(percentile) / unitsInMillisecond;
            if (figure.equals("e2e_p99_ms")) {
                report.figure(figure, millis, Aim.below(AIM_MILLIS));
            } else {
                report.figure(figure, millis);
            }
        }
    }

    /** Milliseconds of CPU for each withdrawal, of all processes but the benchmark's own. */
    double use(String when, ProcessUse used, long withdrawals) {
        used.cpuSeconds()
                .forEach(
                        (part, seconds) ->
                                report.figure(
                                        when + "cpu_ms_each_" + part,
                                        1_000 * seconds / withdrawals));
        double all = 1_000 * used.cpuSecondsButOurs() / withdrawals;
        report.figure(when + "cpu_ms_each_but_benchmark", all);
        used.residentMegabytes()
                .forEach(
                        (part, megabytes) ->
                                report.figure(when + "resident_mb_" + part, megabytes));
        used.writtenMegabytes()
                .forEach(
                        (part, megabytes) ->
                                report.figure(
                                        when + "written_kb_each_" + part,
                                        1_024 * megabytes / withdrawals));
        return all;
    }
}
