package io.sluice.ledger.bench;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.LedgerCommand.WalletCreditRequested;
import io.sluice.contracts.WalletKey;
import io.sluice.ledger.application.BookBatch;
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
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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
    private final SplittableRandom random = new SplittableRandom(42);
    private long next;
    private long booked;

    PortWorkload(BookBatch bookBatch, int walletCount) {
        this.bookBatch = bookBatch;
        this.wallets =
                IntStream.range(0, walletCount)
                        .mapToObj(user -> new WalletKey("bench", "user-" + user, TRY))
                        .toList();
        this.zipf = cumulativeZipf(walletCount);
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
        return booked;
    }

    /** Batches of this size for this long. */
    Cell run(boolean isHot, int batchSize, long millis) {
        List<Long> nanos = new ArrayList<>();
        long before = booked;
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        while (System.nanoTime() < end) {
            long from = System.nanoTime();
            book(batch(isHot, batchSize));
            nanos.add(System.nanoTime() - from);
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        return new Cell(booked - before, seconds, p99(nanos) / 1e6);
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
        booked += batch.size();
        return decision;
    }

    List<Envelope<?>> batch(boolean isHot, int size) {
        List<Envelope<?>> batch = new ArrayList<>(size);
        Instant now = Instant.now();
        for (int i = 0; i < size; i++) {
            batch.add(credit(isHot ? wallets.getFirst() : spread(), now));
        }
        return batch;
    }

    private WalletKey spread() {
        double dice = random.nextDouble(zipf[zipf.length - 1]);
        int found = Arrays.binarySearch(zipf, dice);
        int rank = found >= 0 ? found : -found - 1;
        return wallets.get(Math.min(rank, wallets.size() - 1));
    }

    /** References that grow with time, as UUIDv7 or order numbers do. */
    private Envelope<?> credit(WalletKey wallet, Instant now) {
        long number = next++;
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
