package io.sluice.sandbox.praxis;

import io.sluice.sandbox.control.Paid;
import io.sluice.sandbox.control.PaidSource;
import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.journal.Journal;
import io.sluice.sandbox.journal.Sequence;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every withdrawal request, in memory and in the journal, whose last line on one is its state. */
final class Requests implements PaidSource, AutoCloseable {

    private static final int FIRST_TID = 756_850;

    /** By every tid: the request's own and its children's. */
    private final Map<Integer, AtomicReference<PayoutRequest>> byTid = new ConcurrentHashMap<>();

    /** The tid that an order id was used for; 0 while it is only taken. */
    private final Map<String, Integer> tidByOrderId = new ConcurrentHashMap<>();

    private final NavigableMap<Long, AtomicReference<PayoutRequest>> byNumber =
            new ConcurrentSkipListMap<>();
    private final AtomicInteger lastTid = new AtomicInteger(FIRST_TID);
    private final Journal journal;

    Requests(Path directory, Sequence sequence) {
        journal =
                Journal.open(
                        directory.resolve("praxis.jsonl"),
                        line -> restore(line, sequence),
                        new Living());
    }

    int nextTid() {
        return lastTid.incrementAndGet();
    }

    /** False when the order id has been used. */
    boolean takeOrderId(String orderId) {
        return tidByOrderId.putIfAbsent(orderId, 0) == null;
    }

    /** For an order id that was taken and came to nothing. */
    void giveBackOrderId(String orderId) {
        tidByOrderId.remove(orderId, 0);
    }

    Mono<Void> open(PayoutRequest request) {
        put(request);
        return journal.append(Json.bytes(request));
    }

    /**
     * Changes a request if it allows it; empty if not, or if it is unknown. The {@code Mono} carries
     * the states before and after once the change is written.
     */
    Mono<Change> change(
            int tid, Predicate<PayoutRequest> allowed, UnaryOperator<PayoutRequest> rule) {
        AtomicReference<PayoutRequest> slot = byTid.get(tid);
        if (slot == null) {
            return Mono.empty();
        }
        synchronized (slot) {
            PayoutRequest before = slot.get();
            if (!allowed.test(before)) {
                return Mono.empty();
            }
            PayoutRequest after = rule.apply(before);
            slot.set(after);
            index(after, slot);
            return journal.append(Json.bytes(after)).thenReturn(new Change(before, after));
        }
    }

    @Nullable PayoutRequest byTid(int tid) {
        AtomicReference<PayoutRequest> slot = byTid.get(tid);
        return slot == null ? null : slot.get();
    }

    /** The tid that was opened or split under an order id, or 0. */
    int tidOf(String orderId) {
        return tidByOrderId.getOrDefault(orderId, 0);
    }

    Stream<PayoutRequest> unfinished() {
        return byNumber.values().stream()
                .map(AtomicReference::get)
                .filter(request -> request.nextStep() != null || !request.owed().isEmpty());
    }

    @Override
    public int count() {
        return byNumber.size();
    }

    @Override
    public boolean healthy() {
        return journal.healthy();
    }

    @Override
    public Stream<Paid> paidAfter(long sequence) {
        return byNumber.tailMap(sequence, false).values().stream()
                .map(AtomicReference::get)
                .filter(request -> request.paid() > 0)
                .flatMap(Requests::paid);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void restore(String line, Sequence sequence) {
        PayoutRequest request = Json.MAPPER.readValue(line, PayoutRequest.class);
        sequence.seen(request.opening().number());
        AtomicReference<PayoutRequest> known = byTid.get(request.opening().tid());
        if (known == null) {
            put(request);
        } else {
            known.set(request);
            index(request, known);
        }
    }

    private void put(PayoutRequest request) {
        AtomicReference<PayoutRequest> slot = new AtomicReference<>(request);
        byNumber.put(request.opening().number(), slot);
        index(request, slot);
    }

    private void index(PayoutRequest request, AtomicReference<PayoutRequest> slot) {
        int highest = Math.max(request.opening().tid(), request.payingTid());
        byTid.put(request.opening().tid(), slot);
        tidByOrderId.put(request.opening().orderId(), request.opening().tid());
        if (request.payingTid() != 0) {
            byTid.put(request.payingTid(), slot);
        }
        for (PayoutRequest.Child child : request.children()) {
            byTid.put(child.tid(), slot);
            highest = Math.max(highest, child.tid());
            if (child.orderId() != null) {
                tidByOrderId.put(child.orderId(), child.tid());
            }
        }
        lastTid.accumulateAndGet(highest, Math::max);
    }

    /** A split is a payment under an order id of its own. */
    private static Stream<Paid> paid(PayoutRequest request) {
        Stream.Builder<Paid> rows = Stream.builder();
        long rest = request.paid();
        for (PayoutRequest.Child child : request.children()) {
            if (child.orderId() != null && child.status().equals("approved")) {
                rows.add(row(request, child.tid(), child.orderId(), child.amount(), 0, 0));
                rest -= child.amount();
            }
        }
        if (rest > 0) {
            Opening opening = request.opening();
            rows.add(
                    row(
                            request,
                            opening.tid(),
                            opening.orderId(),
                            rest,
                            request.returned(),
                            request.fee()));
        }
        return rows.build();
    }

    private static Paid row(
            PayoutRequest request, int tid, String orderId, long amount, long returned, long fee) {
        return new Paid(
                "praxis",
                Integer.toString(tid),
                orderId,
                Long.toString(amount),
                request.opening().currency(),
                Long.toString(returned),
                Long.toString(fee),
                request.opening().number(),
                request.updatedAt());
    }

    /** A request before and after. */
    record Change(PayoutRequest before, PayoutRequest after) {}

    private final class Living implements Journal.Living {
        @Override
        public long count() {
            return byNumber.size();
        }

        @Override
        public Iterator<byte[]> lines() {
            return byNumber.values().stream().map(slot -> Json.bytes(slot.get())).iterator();
        }
    }
}
