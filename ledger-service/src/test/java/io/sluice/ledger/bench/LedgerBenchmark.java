package io.sluice.ledger.bench;

import io.sluice.ledger.adapter.persistence.Stores;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.application.LedgerAudit.Integrity;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * {@code ./sluice bench ledger}: transfers through the port, the whole service, and TPC-B on the
 * same server in the same run. Prints a table, writes JSON, and exits 1 when the books do not hold.
 */
public final class LedgerBenchmark {

    private static final int[] BATCHES = {1, 10, 100, 500};
    private static final int LARGEST = 500;
    private static final int WALLETS = 100_000;
    private static final Duration AUDIT = Duration.ofMinutes(30);
    private static final String YARDSTICK = "tpcb_tps";

    private final BenchSettings settings;
    private final PrintStream out;
    private final Samples samples = new Samples();

    private LedgerBenchmark(BenchSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        boolean valid = new LedgerBenchmark(BenchSettings.of(arguments), System.out).run();
        System.exit(valid ? 0 : 1);
    }

    private boolean run() throws Exception {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        try (BenchDatabase database = new BenchDatabase()) {
            SealTwin store = new SealTwin(Stores.postgres(database.pool()), database);
            PortWorkload port =
                    new PortWorkload(
                            new BookBatch(store, new DecidedTransfers(), Clock.systemUTC()),
                            WALLETS);
            TpcB yardstick = new TpcB(database);
            yardstick.calibrate(settings.yardstickSeconds());
            warmUp(port);
            long serviceBooked = rounds(database, store, port, yardstick);
            fill(port);
            grown(port);
            boolean valid = holds(database, port.booked() + serviceBooked);
            report(valid, database, yardstick, load);
            return valid;
        }
    }

    private void warmUp(PortWorkload port) {
        for (int size : BATCHES) {
            port.run(true, size, settings.cellMillis());
            port.run(false, size, settings.cellMillis());
        }
    }

    private long rounds(BenchDatabase database, SealTwin store, PortWorkload port, TpcB yardstick)
            throws Exception {
        try (ServiceRun service = new ServiceRun(database)) {
            service.run(settings.serviceRecords());
            for (int round = 1; round <= settings.rounds(); round++) {
                out.printf(Locale.ROOT, "round %d of %d%n", round, settings.rounds());
                for (int size : BATCHES) {
                    measure(port, "hot", true, size);
                    measure(port, "spread", false, size);
                }
                sealing(store, port);
                samples.add(YARDSTICK, yardstick.run(settings.yardstickSeconds()));
                samples.add("service_tps", service.run(settings.serviceRecords()));
            }
            return service.booked();
        }
    }

    private void measure(PortWorkload port, String name, boolean isHot, int size) {
        PortWorkload.Cell cell = port.run(isHot, size, settings.cellMillis());
        samples.add(name + "_" + size + "_tps", cell.perSecond());
        samples.add(name + "_" + size + "_p99_ms", cell.p99Millis());
    }

    private void sealing(SealTwin store, PortWorkload port) throws SQLException {
        samples.add("sealed_once_tps", port.run(true, LARGEST, settings.cellMillis()).perSecond());
        store.twice(true);
        samples.add("sealed_twice_tps", port.run(true, LARGEST, settings.cellMillis()).perSecond());
        store.twice(false);
    }

    private void fill(PortWorkload port) {
        long transfers = settings.entries() / 2;
        while (port.booked() < transfers) {
            port.book(port.batch(false, LARGEST));
        }
        out.printf(Locale.ROOT, "filled: %d entries%n", 2 * port.booked());
    }

    private void grown(PortWorkload port) {
        for (int round = 0; round < settings.rounds(); round++) {
            samples.add(
                    "grown_hot_500_tps",
                    port.run(true, LARGEST, settings.cellMillis()).perSecond());
            samples.add(
                    "grown_spread_500_tps",
                    port.run(false, LARGEST, settings.cellMillis()).perSecond());
        }
    }

    /** Every transfer that was acknowledged is in the books, and the books hold. */
    private boolean holds(BenchDatabase database, long booked) throws SQLException {
        long found = Long.parseLong(database.value("ledger", "SELECT count(*) FROM transfer"));
        Integrity integrity =
                Objects.requireNonNull(Stores.audit(database.pool()).verify().block(AUDIT));
        if (found != booked || !integrity.ok()) {
            out.printf(
                    Locale.ROOT,
                    "INVALID: %d transfers (expected: %d), first break: %s%n",
                    found,
                    booked,
                    integrity.firstBreak());
        }
        return found == booked && integrity.ok();
    }

    private Map<String, Double> ratios() {
        double yardstick = samples.median(YARDSTICK);
        Map<String, Double> ratios = new LinkedHashMap<>();
        ratios.put("hot_500_to_tpcb", ratio(samples.median("hot_500_tps"), yardstick));
        ratios.put("spread_500_to_tpcb", ratio(samples.median("spread_500_tps"), yardstick));
        ratios.put("service_to_tpcb", ratio(samples.median("service_tps"), yardstick));
        ratios.put(
                "sealing_cost",
                1 - ratio(samples.median("sealed_twice_tps"), samples.median("sealed_once_tps")));
        ratios.put("loss_when_grown_hot", loss("grown_hot_500_tps", "hot_500_tps"));
        ratios.put("loss_when_grown_spread", loss("grown_spread_500_tps", "spread_500_tps"));
        ratios.replaceAll((_, value) -> Samples.rounded(value));
        return ratios;
    }

    private double loss(String after, String before) {
        return 1 - ratio(samples.median(after), samples.median(before));
    }

    private static double ratio(double value, double base) {
        return base == 0 ? 0 : value / base;
    }

    private void report(boolean valid, BenchDatabase database, TpcB yardstick, double load)
            throws IOException, SQLException {
        Map<String, Double> figures = samples.medians();
        Double tpcb = figures.remove(YARDSTICK);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("name", "ledger");
        report.put("valid", valid);
        report.put("figures", figures);
        report.put("yardsticks", Map.of(YARDSTICK, tpcb == null ? 0 : tpcb));
        report.put("ratios", ratios());
        report.put(
                "conditions",
                Map.of(
                        "processors",
                        Runtime.getRuntime().availableProcessors(),
                        "load_before",
                        Samples.rounded(load),
                        "rounds",
                        settings.rounds(),
                        "entries",
                        settings.entries(),
                        "yardstick_client",
                        yardstick.client(),
                        "postgres",
                        database.settings()));
        Path output = settings.output().toAbsolutePath();
        Files.createDirectories(Objects.requireNonNull(output.getParent()));
        Files.writeString(
                output,
                JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(report));
        print(figures, tpcb == null ? 0 : tpcb, load);
        out.printf(Locale.ROOT, "written to %s%n", output);
    }

    private void print(Map<String, Double> figures, double tpcb, double load) {
        out.printf(Locale.ROOT, "%-28s %14s%n", "median of " + settings.rounds(), "");
        figures.forEach((name, value) -> out.printf(Locale.ROOT, "%-28s %,14.2f%n", name, value));
        out.printf(Locale.ROOT, "%-28s %,14.2f%n", YARDSTICK, tpcb);
        ratios().forEach((name, value) -> out.printf(Locale.ROOT, "%-28s %,14.2f%n", name, value));
        if (load > 1) {
            out.printf(
                    Locale.ROOT,
                    "The machine was busy before the run (load %.1f): read the figures so.%n",
                    load);
        }
    }
}
