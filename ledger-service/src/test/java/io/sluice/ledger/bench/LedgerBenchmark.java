package io.sluice.ledger.bench;

import io.sluice.ledger.adapter.persistence.Stores;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.application.LedgerAudit.Integrity;
import io.sluice.testing.bench.Aim;
import io.sluice.testing.bench.Report;
import io.sluice.testing.bench.Samples;
import io.sluice.testing.bench.TpcB;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/**
 * {@code ./sluice bench ledger}: transfers through the port, the whole service, and TPC-B on the
 * same server in the same run. Exits 1 when the books do not hold.
 */
public final class LedgerBenchmark {

    private static final int LARGEST = BenchSettings.LARGEST;
    private static final int WALLETS = 100_000;
    private static final int FILLING = 5_000;
    private static final int WARM_UPS = 3;
    private static final Duration AUDIT = Duration.ofMinutes(30);
    private static final String TPCB = "tpcb_per_second";
    private static final String SERVICE = "service_per_second";
    private static final String HOT = "hot_500_per_second";
    private static final String SPREAD = "spread_500_per_second";
    private static final String SEALED_ONCE = "sealed_once_per_second";
    private static final String SEALED_TWICE = "sealed_twice_per_second";
    private static final String GROWN = "grown_";

    private final BenchSettings settings;
    private final Samples samples = new Samples();
    private final Report report = new Report("ledger");

    private LedgerBenchmark(BenchSettings settings) {
        this.settings = settings;
    }

    public static void main(String[] words) throws Exception {
        System.setProperty("logback.configurationFile", "bench-logback.xml");
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        try {
            System.exit(new LedgerBenchmark(BenchSettings.of(words)).run());
        } catch (IllegalArgumentException misused) {
            System.err.println("sluice: bench ledger: " + misused.getMessage());
            System.exit(2);
        }
    }

    private int run() throws Exception {
        try (BenchDatabase database = new BenchDatabase()) {
            SealTwin store = new SealTwin(Stores.postgres(database.pool()), database);
            PortWorkload port =
                    new PortWorkload(
                            new BookBatch(store, new DecidedTransfers(), Clock.systemUTC()),
                            WALLETS);
            TpcB tpcb =
                    new TpcB("localhost", database.port(), "postgres", "postgres")
                            .prepare(settings.yardstickSeconds());
            report.condition("tpcb_client", tpcb.client())
                    .condition("postgres", database.settings())
                    .condition("rounds", settings.rounds())
                    .condition("entries", settings.entries());
            warmUp(port);
            try (ServiceRun service = new ServiceRun(database, settings.serviceRecords())) {
                for (int again = 0; again < WARM_UPS; again++) {
                    service.run();
                }
                for (int round = 1; round <= settings.rounds(); round++) {
                    System.out.println("round " + round + " of " + settings.rounds());
                    round(store, port, tpcb, service);
                }
                grow(database, port, service);
                check(database, port.booked() + service.booked());
            }
        }
        return tell();
    }

    private void warmUp(PortWorkload port) {
        for (int size : settings.batches()) {
            port.run(true, size, settings.cellMillis());
            port.run(false, size, settings.cellMillis());
        }
        for (int again = 0; again < WARM_UPS; again++) {
            port.run(true, LARGEST, settings.cellMillis());
            port.run(false, LARGEST, settings.cellMillis());
        }
    }

    private void round(SealTwin store, PortWorkload port, TpcB tpcb, ServiceRun service)
            throws SQLException {
        for (int size : settings.batches()) {
            measure(port, "hot_" + size, true, size);
            measure(port, "spread_" + size, false, size);
        }
        twoLanes(port, "");
        sealing(store, port);
        samples.add(TPCB, tpcb.run(settings.yardstickSeconds()));
        samples.add(SERVICE, service.run());
    }

    private void measure(PortWorkload port, String name, boolean isHot, int size) {
        PortWorkload.Cell cell = port.run(isHot, size, settings.cellMillis());
        samples.add(name + "_per_second", cell.perSecond());
        samples.add(name + "_p99_ms", cell.p99Millis());
    }

    private void twoLanes(PortWorkload port, String prefix) {
        PortWorkload.Cell cell = port.runInTwoLanes(LARGEST, settings.cellMillis());
        samples.add(prefix + "two_lanes_500_per_second", cell.perSecond());
        samples.add(prefix + "two_lanes_500_p99_ms", cell.p99Millis());
    }

    /** Once, twice, twice, once: what drifts in the meantime strikes both alike. */
    private void sealing(SealTwin store, PortWorkload port) throws SQLException {
        store.attach(true);
        for (boolean isTwice : new boolean[] {false, true, true, false}) {
            store.twice(isTwice);
            port.run(true, LARGEST, settings.cellMillis() / 4);
            samples.add(
                    isTwice ? SEALED_TWICE : SEALED_ONCE,
                    port.run(true, LARGEST, settings.cellMillis()).perSecond());
        }
        store.twice(false);
        store.attach(false);
    }

    /** Fills the books, then measures the largest batches and the service again. */
    private void grow(BenchDatabase database, PortWorkload port, ServiceRun service)
            throws SQLException {
        if (settings.entries() == 0) {
            return;
        }
        long wanted = settings.entries() / 2 - port.booked() - service.booked();
        if (wanted > 0) {
            port.fill(wanted, FILLING);
        }
        database.settle();
        System.out.println("filled: " + 2 * (port.booked() + service.booked()) + " entries");
        for (int round = 0; round < settings.rounds(); round++) {
            measure(port, GROWN + "hot_500", true, LARGEST);
            measure(port, GROWN + "spread_500", false, LARGEST);
            twoLanes(port, GROWN);
            samples.add(GROWN + SERVICE, service.run());
        }
    }

    /** Every transfer that was acknowledged is in the books, and the books hold. */
    private void check(BenchDatabase database, long booked) throws SQLException {
        long found = Long.parseLong(database.value("ledger", "SELECT count(*) FROM transfer"));
        Integrity integrity =
                Objects.requireNonNull(Stores.audit(database.pool()).verify().block(AUDIT));
        if (found != booked) {
            report.invalid("transfers: " + found + " (expected: " + booked + ")");
        }
        if (integrity.firstBreak() != null) {
            report.invalid(integrity.firstBreak());
        }
    }

    private int tell() {
        samples.medians().forEach((name, median) -> tell(name, median));
        report.ratio("hot_500_to_tpcb", samples.ratio(HOT, TPCB), Aim.atLeast(8))
                .ratio("spread_500_to_tpcb", samples.ratio(SPREAD, TPCB), Aim.atLeast(8))
                .ratio("two_lanes_500_to_tpcb", samples.ratio("two_lanes_500_per_second", TPCB))
                .ratio(
                        "sealing_costs",
                        1 - samples.ratio(SEALED_TWICE, SEALED_ONCE),
                        Aim.below(0.1));
        if (settings.entries() > 0) {
            report.ratio("loss_when_grown_hot", 1 - samples.ratio(GROWN + HOT, HOT), Aim.below(0.1))
                    .ratio(
                            "loss_when_grown_spread",
                            1 - samples.ratio(GROWN + SPREAD, SPREAD),
                            Aim.below(0.1))
                    .ratio(
                            "loss_when_grown_service",
                            1 - samples.ratio(GROWN + SERVICE, SERVICE),
                            Aim.below(0.1));
        }
        return report.finish(System.out);
    }

    private void tell(String name, double median) {
        switch (name) {
            case TPCB -> report.yardstick(name, median);
            case HOT -> report.figure(name, median, Aim.atLeast(40_000));
            case SPREAD -> report.figure(name, median, Aim.atLeast(25_000));
            case SERVICE -> report.figure(name, median, Aim.atLeast(15_000));
            case "hot_500_p99_ms", "spread_500_p99_ms" ->
                    report.figure(name, median, Aim.below(50));
            default -> report.figure(name, median);
        }
    }
}
