package io.sluice.ledger.simulation;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.Topics;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.domain.Decision;
import io.sluice.ledger.domain.RecordRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Partition logs, a consumer that crashes between any two of its steps, and redelivery, around the
 * ledger's own use case.
 */
public final class Simulation {

    private static final int LARGEST_BATCH = 40;
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One partition's records and how far they are consumed. */
    private static final class Log {
        final List<Envelope<?>> records = new ArrayList<>();
        int offset;
    }

    final Oracle oracle = new Oracle();
    final Map<PayoutId, ProviderTruth> truths = new HashMap<>();
    final List<Envelope<?>> refused = new ArrayList<>();
    int redelivered;
    int crashes;
    private final SplittableRandom random;
    private final SimulatedClock clock = new SimulatedClock();
    private final Workload workload;
    private final BookBatch bookBatch;
    private final List<Log> logs =
            IntStream.range(0, Topics.PARTITIONS).mapToObj(_ -> new Log()).toList();

    public Simulation(long seed, LedgerStore store) {
        this.random = new SplittableRandom(seed);
        this.workload = new Workload(random.split(), clock);
        this.bookBatch = new BookBatch(store, new DecidedTransfers(), clock);
    }

    /** Runs until this many records were sent, then lets everything come to rest. */
    public void run(int operations) {
        for (int sent = 0; sent < operations; sent++) {
            clock.advance(TICK);
            send(workload.next());
            if (random.nextInt(8) == 0) {
                consume(logs.get(random.nextInt(logs.size())), true);
            }
        }
        boolean isIdle = false;
        while (!isIdle) {
            logs.forEach(this::drain);
            List<Envelope<?>> rest = workload.rest();
            isIdle = rest.isEmpty();
            rest.forEach(this::send);
        }
        logs.forEach(this::drain);
    }

    private void send(Envelope<?> record) {
        oracle.sent(record);
        logs.get(record.data().partition(Topics.PARTITIONS)).records.add(record);
    }

    private void drain(Log log) {
        while (log.offset < log.records.size()) {
            clock.advance(TICK);
            consume(log, false);
        }
    }

    private void consume(Log log, boolean mayFail) {
        int from = log.offset;
        if (mayFail && from > 0 && random.nextInt(20) == 0) {
            from = Math.max(0, from - 1 - random.nextInt(LARGEST_BATCH));
            redelivered++;
        }
        int to = Math.min(log.records.size(), from + 1 + random.nextInt(LARGEST_BATCH));
        if (from == to || (mayFail && crashes())) {
            return;
        }
        List<Envelope<? extends LedgerEvent>> outcomes =
                book(new ArrayList<>(log.records.subList(from, to)));
        if (mayFail && crashes()) {
            return;
        }
        int published = mayFail && crashes() ? random.nextInt(outcomes.size() + 1) : -1;
        publish(published < 0 ? outcomes : outcomes.subList(0, published));
        if (published < 0 && !(mayFail && crashes())) {
            log.offset = Math.max(log.offset, to);
        }
    }

    private boolean crashes() {
        boolean crash = random.nextInt(25) == 0;
        crashes += crash ? 1 : 0;
        return crash;
    }

    /** A record that can never be booked is set aside, and the rest is booked without it. */
    private List<Envelope<? extends LedgerEvent>> book(List<Envelope<?>> batch) {
        while (true) {
            try {
                Decision decision = Objects.requireNonNull(bookBatch.book(batch).block(PATIENCE));
                return decision.outcomes();
            } catch (RecordRefused poison) {
                refused.add(batch.remove(poison.index()));
            }
        }
    }

    private void publish(List<Envelope<? extends LedgerEvent>> outcomes) {
        for (Envelope<? extends LedgerEvent> outcome : outcomes) {
            if (oracle.hear(outcome) && outcome.data() instanceof PayoutAuthorized payout) {
                truths.put(payout.payoutId(), workload.authorized(payout));
            }
        }
    }
}
