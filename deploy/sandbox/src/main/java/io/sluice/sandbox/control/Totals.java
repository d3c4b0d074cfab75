package io.sluice.sandbox.control;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What one provider has paid, in sums for each currency that follow every change. */
public final class Totals {

    /**
     * In minor units.
     *
     * @param count of the rows in the list of what was paid
     */
    public record Total(
            String provider,
            String currency,
            long count,
            String amount,
            String returnedAmount,
            String fee) {}

    private static final class Sums {
        private final LongAdder count = new LongAdder();
        private final LongAdder amount = new LongAdder();
        private final LongAdder returned = new LongAdder();
        private final LongAdder fee = new LongAdder();
    }

    private final String provider;
    private final Map<String, Sums> byCurrency = new ConcurrentHashMap<>();

    public Totals(String provider) {
        this.provider = provider;
    }

    /** A payout's rows have changed; calls for one payout come one after the other. */
    public void changed(List<Paid> before, List<Paid> after) {
        if (!before.equals(after)) {
            before.forEach(row -> add(row, -1));
            after.forEach(row -> add(row, 1));
        }
    }

    private void add(Paid row, int sign) {
        Sums sums = byCurrency.computeIfAbsent(row.currency(), _ -> new Sums());
        sums.count.add(sign);
        sums.amount.add(sign * Long.parseLong(row.amount()));
        sums.returned.add(sign * Long.parseLong(row.returnedAmount()));
        sums.fee.add(sign * Long.parseLong(row.fee()));
    }

    /** By currency. */
    public Stream<Total> all() {
        return new TreeMap<>(byCurrency)
                .entrySet().stream().map(entry -> total(entry.getKey(), entry.getValue()));
    }

    private Total total(String currency, Sums sums) {
        return new Total(
                provider,
                currency,
                sums.count.sum(),
                Long.toString(sums.amount.sum()),
                Long.toString(sums.returned.sum()),
                Long.toString(sums.fee.sum()));
    }
}
