package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.control.Paid;
import io.sluice.sandbox.control.PaidSource;
import io.sluice.sandbox.control.Totals;
import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.journal.Book;
import io.sluice.sandbox.journal.Fingerprints;
import io.sluice.sandbox.journal.Sequence;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every payout, by its number, its id (which holds the number) and its key. */
final class Payouts implements PaidSource, AutoCloseable {

    private static final String PROVIDER = "pientegra";

    private final Fingerprints numberByKey = new Fingerprints();
    private final Totals totals = new Totals(PROVIDER);
    private final Book<Payout> book;

    Payouts(Path directory, Sequence sequence, int keptInMemory) {
        book = new Book<>(directory.resolve("pientegra.jsonl"), new Lines(sequence), keptInMemory);
    }

    Mono<Void> open(Payout payout) {
        return book.open(payout);
    }

    /** Changes a payout; the {@code Mono} carries the states before and after once that is written. */
    Mono<Book.Change<Payout>> change(UUID id, UnaryOperator<Payout> rule) {
        return book.change(Order.numberOf(id), payout -> payout.order().id().equals(id), rule);
    }

    /** Notes that an event needs no more sending; written when it was the last, or with the next step. */
    Mono<Book.Change<Payout>> told(UUID id, UUID event) {
        return book.change(
                Order.numberOf(id),
                payout -> payout.order().id().equals(id),
                payout -> payout.told(event),
                payout -> payout.pending().isEmpty());
    }

    @Nullable Payout byId(UUID id) {
        Payout payout = book.get(Order.numberOf(id));
        return payout != null && payout.order().id().equals(id) ? payout : null;
    }

    @Nullable Payout byKey(UUID key) {
        int number = numberByKey.find(hash(key), candidate -> isOf(candidate, key));
        return number == 0 ? null : book.get(number);
    }

    private boolean isOf(int number, UUID key) {
        Payout payout = book.get(number);
        return payout != null && payout.order().key().equals(key);
    }

    private static long hash(UUID key) {
        return key.getMostSignificantBits() ^ Long.rotateLeft(key.getLeastSignificantBits(), 32);
    }

    /** Newest first, from the given number (exclusive) downwards. */
    Stream<Payout> before(long number) {
        return book.before(number);
    }

    Stream<Payout> unfinished() {
        return book.unfinished();
    }

    @Override
    public long count() {
        return book.count();
    }

    @Override
    public boolean healthy() {
        return book.healthy();
    }

    @Override
    public Stream<Paid> paidAfter(long sequence) {
        return book.after(sequence).flatMap(payout -> paid(payout).stream());
    }

    @Override
    public Stream<Totals.Total> totals() {
        return totals.all();
    }

    @Override
    public void close() throws IOException {
        book.close();
    }

    private static List<Paid> paid(@Nullable Payout payout) {
        return payout == null || payout.paid() == 0 ? List.of() : List.of(row(payout));
    }

    private static Paid row(Payout payout) {
        return new Paid(
                PROVIDER,
                payout.order().id().toString(),
                payout.order().key().toString(),
                Long.toString(payout.paid()),
                payout.order().currency(),
                Long.toString(payout.returned()),
                Long.toString(payout.fee()),
                payout.order().number(),
                payout.updatedAt());
    }

    private final class Lines implements Book.Format<Payout> {
        private final Sequence sequence;

        private Lines(Sequence sequence) {
            this.sequence = sequence;
        }

        @Override
        public Payout read(byte[] line) {
            return Json.MAPPER.readValue(line, Payout.class);
        }

        @Override
        public byte[] write(Payout payout) {
            return Json.bytes(payout);
        }

        @Override
        public long number(Payout payout) {
            return payout.order().number();
        }

        @Override
        public boolean isOver(Payout payout) {
            return payout.nextStep() == null && payout.pending().isEmpty();
        }

        @Override
        public void changed(@Nullable Payout before, Payout after) {
            if (before == null) {
                sequence.seen(after.order().number());
                numberByKey.add(hash(after.order().key()), (int) after.order().number());
            }
            totals.changed(paid(before), paid(after));
        }
    }
}
