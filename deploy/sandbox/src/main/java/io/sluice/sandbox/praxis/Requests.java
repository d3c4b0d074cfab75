package io.sluice.sandbox.praxis;

import io.sluice.sandbox.control.Paid;
import io.sluice.sandbox.control.PaidSource;
import io.sluice.sandbox.control.Totals;
import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.journal.Book;
import io.sluice.sandbox.journal.Fingerprints;
import io.sluice.sandbox.journal.NumberTable;
import io.sluice.sandbox.journal.Sequence;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every withdrawal request, by its number, by each tid under it, and by each order id. */
final class Requests implements PaidSource, AutoCloseable {

    private static final String PROVIDER = "praxis";
    private static final int FIRST_TID = 756_850;

    /** By every tid: the request's own and its children's. */
    private final NumberTable numberByTid = new NumberTable();

    private final Fingerprints tidByOrderId = new Fingerprints();

    /** Order ids whose request is about to be there. */
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    private final AtomicInteger lastTid = new AtomicInteger(FIRST_TID);
    private final Totals totals = new Totals(PROVIDER);
    private final Book<PayoutRequest> book;

    Requests(Path directory, Sequence sequence, int keptInMemory) {
        book = new Book<>(directory.resolve("praxis.jsonl"), new Lines(sequence), keptInMemory);
    }

    int nextTid() {
        return lastTid.incrementAndGet();
    }

    /** False when the order id has been used. */
    boolean takeOrderId(String orderId) {
        if (!taken.add(orderId)) {
            return false;
        }
        if (tidOf(orderId) != 0) {
            taken.remove(orderId);
            return false;
        }
        return true;
    }

    /** For an order id that was taken, once its request is there or has come to nothing. */
    void giveBackOrderId(String orderId) {
        taken.remove(orderId);
    }

    Mono<Void> open(PayoutRequest request) {
        Mono<Void> written = book.open(request);
        giveBackOrderId(request.opening().orderId());
        return written;
    }

    /**
     * Changes a request if it allows it; empty if not, or if it is unknown. The {@code Mono} carries
     * the states before and after once the change is written.
     */
    Mono<Book.Change<PayoutRequest>> change(
            int tid, Predicate<PayoutRequest> allowed, UnaryOperator<PayoutRequest> rule) {
        return book.change(number(tid), allowed, rule);
    }

    /** Notes that a notification needs no more sending; written when it was the last. */
    Mono<Book.Change<PayoutRequest>> told(int tid, int notice) {
        return book.change(
                number(tid),
                _ -> true,
                request -> request.told(notice),
                request -> request.owed().isEmpty());
    }

    @Nullable PayoutRequest byTid(int tid) {
        return book.get(number(tid));
    }

    private long number(int tid) {
        return numberByTid.get(tid - FIRST_TID);
    }

    /** The tid that was opened or split under an order id, or 0. */
    int tidOf(String orderId) {
        return tidByOrderId.find(Fingerprints.hash(orderId), tid -> isOf(tid, orderId));
    }

    private boolean isOf(int tid, String orderId) {
        PayoutRequest request = byTid(tid);
        return request != null && request.snapshot(tid).orderId().equals(orderId);
    }

    Stream<PayoutRequest> unfinished() {
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
        return book.after(sequence).flatMap(request -> paid(request).stream());
    }

    @Override
    public Stream<Totals.Total> totals() {
        return totals.all();
    }

    @Override
    public void close() throws IOException {
        book.close();
    }

    /** A split is a payment under an order id of its own. */
    private static List<Paid> paid(@Nullable PayoutRequest request) {
        if (request == null || request.paid() == 0) {
            return List.of();
        }
        List<Paid> rows = new ArrayList<>();
        long rest = request.paid();
        for (PayoutRequest.Child child : request.children()) {
            if (child.orderId() != null && child.status().equals("approved")) {
                rows.add(row(request, child.tid(), child.orderId(), child.amount(), 0, 0));
                rest -= child.amount();
            }
        }
        if (rest > 0) {
            Opening opening = request.opening();
            long back = request.returned();
            rows.add(row(request, opening.tid(), opening.orderId(), rest, back, request.fee()));
        }
        return rows;
    }

    private static Paid row(
            PayoutRequest request, int tid, String orderId, long amount, long returned, long fee) {
        return new Paid(
                PROVIDER,
                Integer.toString(tid),
                orderId,
                Long.toString(amount),
                request.opening().currency(),
                Long.toString(returned),
                Long.toString(fee),
                request.opening().number(),
                request.updatedAt());
    }

    private final class Lines implements Book.Format<PayoutRequest> {
        private final Sequence sequence;

        private Lines(Sequence sequence) {
            this.sequence = sequence;
        }

        @Override
        public PayoutRequest read(byte[] line) {
            return Json.MAPPER.readValue(line, PayoutRequest.class);
        }

        @Override
        public byte[] write(PayoutRequest request) {
            return Json.bytes(request);
        }

        @Override
        public long number(PayoutRequest request) {
            return request.opening().number();
        }

        @Override
        public boolean isOver(PayoutRequest request) {
            return request.nextStep() == null && request.owed().isEmpty();
        }

        @Override
        public void changed(@Nullable PayoutRequest before, PayoutRequest after) {
            Opening opening = after.opening();
            if (before == null) {
                sequence.seen(opening.number());
                index(opening.tid(), opening.orderId(), opening.number());
            }
            if (after.payingTid() != 0 && (before == null || before.payingTid() == 0)) {
                index(after.payingTid(), null, opening.number());
            }
            int known = before == null ? 0 : before.children().size();
            for (PayoutRequest.Child child :
                    after.children().subList(known, after.children().size())) {
                index(child.tid(), child.orderId(), opening.number());
            }
            totals.changed(paid(before), paid(after));
        }

        private void index(int tid, @Nullable String orderId, long number) {
            lastTid.accumulateAndGet(tid, Math::max);
            numberByTid.set(tid - FIRST_TID, number);
            if (orderId != null) {
                tidByOrderId.add(Fingerprints.hash(orderId), tid);
            }
        }
    }
}
