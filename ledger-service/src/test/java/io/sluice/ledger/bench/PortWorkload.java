package io.sluice.ledger.bench;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.contracts.Topics;
import io.sluice.contracts.WalletKey;
import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.domain.Account;
import io.sluice.ledger.domain.ChainHash;
import io.sluice.ledger.domain.ChainHead;
import io.sluice.ledger.domain.Decision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Credits through the ledger's own use case and port, one batch after the other, on one connection. */
final class PortWorkload {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Currency TRY = Currency.getInstance("TRY");
    private static final double NANOS = 1e9;

    /** What one stretch came to. */
    record Cell(long transfers, double seconds, double p99Millis) {

        double perSecond() {
            return transfers / seconds;
        }
    }

    private final BookBatch bookBatch;
    private final List<WalletKey> wallets;
    private final double[] zipf;
    private final boolean[] isOfFirstLane;
    private final SplittableRandom random = new SplittableRandom(42);
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong booked = new AtomicLong();

    PortWorkload(BookBatch bookBatch, int walletCount) {
        this.bookBatch = bookBatch;
        this.wallets =
                IntStream.range(0, walletCount)
                        .mapToObj(user -> new WalletKey("bench", "user-" + user, TRY))
                        .toList();
        this.zipf = cumulativeZipf(walletCount);
        this.isOfFirstLane = new boolean[walletCount];
        for (int i = 0; i < walletCount; i++) {
            isOfFirstLane[i] = Account.partitionOf(wallets.get(i)) < Topics.PARTITIONS / 2;
        }
    }

    private static double[] cumulativeZipf(int count) {
        double[] sums = new double[count];
        double sum = 0;
        for (int rank = 0; rank < count; rank++) {
            sum += 1.0 / (rank + 1);
            sums[rank] = sum;
        }
        return sums;
    }

    long booked() {
        return booked.get();
    }

    /** Batches of this size for this long. */
    Cell run(boolean isHot, int batchSize, long millis) {
        List<Long> nanos = new ArrayList<>();
        long before = booked();
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        while (System.nanoTime() < end) {
            long from = System.nanoTime();
            book(batch(isHot, batchSize));
            nanos.add(System.nanoTime() - from);
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        return new Cell(booked() - before, seconds, p99(nanos) / 1e6);
    }

    private static long p99(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1);
    }

    Decision book(List<Envelope<?>> batch) {
        Decision decision = Objects.requireNonNull(bookBatch.book(batch).block(PATIENCE));
        if (decision.transfers().size() != batch.size()) {
            throw new IllegalStateException(
                    "booked " + decision.transfers().size() + " of " + batch.size());
        }
        booked.addAndGet(batch.size());
        return decision;
    }

    List<Envelope<?>> batch(boolean isHot, int size) {
        List<Envelope<?>> batch = new ArrayList<>(size);
        Instant now = Instant.now();
        for (int i = 0; i < size; i++) {
            batch.add(credit(wallets.get(isHot ? 0 : spread(random)), now));
        }
        return batch;
    }

    private int spread(SplittableRandom dice) {
        int found = Arrays.binarySearch(zipf, dice.nextDouble(zipf[zipf.length - 1]));
        int rank = found >= 0 ? found : -found - 1;
        return Math.min(rank, wallets.size() - 1);
    }

    /** Batches of this size over all wallets for this long, by two writers at once. */
    Cell runInTwoLanes(int batchSize, long millis) {
        Queue<Long> nanos = new ConcurrentLinkedQueue<>();
        long before = booked();
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        inTwoLanes(
                batches -> {
                    while (System.nanoTime() < end) {
                        long from = System.nanoTime();
                        book(batches.apply(batchSize));
                        nanos.add(System.nanoTime() - from);
                    }
                });
        double seconds = (System.nanoTime() - start) / NANOS;
        return new Cell(booked() - before, seconds, p99(List.copyOf(nanos)) / 1e6);
    }

    /** Books this many over all wallets. */
    void fill(long transfers, int batchSize) {
        long until = booked() + transfers;
        inTwoLanes(
                batches -> {
                    while (booked() < until) {
                        book(batches.apply(batchSize));
                    }
                });
    }

    /**
     * As the service does: two writers, of half the partitions each.
     *
     * @param writer is handed what makes batches of its wallets
     */
    private void inTwoLanes(Consumer<IntFunction<List<Envelope<?>>>> writer) {
        try (ExecutorService lanes = Executors.newFixedThreadPool(2)) {
            List<Future<?>> writers =
                    Stream.of(true, false)
                            .<Future<?>>map(
                                    isFirst -> lanes.submit(() -> writer.accept(lane(isFirst))))
                            .toList();
            for (Future<?> each : writers) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("two writers", e);
        }
    }

    private IntFunction<List<Envelope<?>>> lane(boolean isFirst) {
        SplittableRandom dice = new SplittableRandom(isFirst ? 1 : 2);
        return size -> {
            Instant now = Instant.now();
            List<Envelope<?>> batch = new ArrayList<>(size);
            while (batch.size() < size) {
                int wallet = spread(dice);
                if (isOfFirstLane[wallet] == isFirst) {
                    batch.add(credit(wallets.get(wallet), now));
                }
            }
            return batch;
        };
    }

    /** References that grow with time, as UUIDv7 or order numbers do. */
    private Envelope<?> credit(WalletKey wallet, Instant now) {
        long number = next.getAndIncrement();
        String reference = String.format(Locale.ROOT, "order-%012d", number);
        return new Envelope<>(
                EventId.derived("bench", reference),
                "bench",
                now,
                null,
                null,
                new WalletCreditRequested(
                        wallet.merchantId(),
                        wallet.externalUserId(),
                        wallet.currency(),
                        1 + number % 1_000,
                        reference,
                        "bench"));
    }

    /** Hashes the transfers of a decision once more. */
    static void hash(Decision decision) {
        String hash = ChainHash.over(ChainHead.GENESIS, decision.transfers());
        if (hash.length() != ChainHead.GENESIS.length()) {
            throw new IllegalStateException("hash: " + hash);
        }
    }
}
