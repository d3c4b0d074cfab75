package io.sluice.sandbox.pientegra;

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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Every payout, in memory and in the journal, whose last line on a payout is its state.
 *
 * <p>A change is seen by readers before it is in the journal; nothing is told to the outside before
 * the {@code Mono} of the change completes.
 */
final class Payouts implements PaidSource, AutoCloseable {

    private final Map<UUID, AtomicReference<Payout>> byId = new ConcurrentHashMap<>();
    private final Map<UUID, AtomicReference<Payout>> byKey = new ConcurrentHashMap<>();
    private final NavigableMap<Long, AtomicReference<Payout>> byNumber =
            new ConcurrentSkipListMap<>();
    private final Journal journal;

    Payouts(Path directory, Sequence sequence) {
        journal =
                Journal.open(
                        directory.resolve("pientegra.jsonl"),
                        line -> restore(line, sequence),
                        new Living());
    }

    Mono<Void> open(Payout payout) {
        put(payout);
        return journal.append(Json.bytes(payout));
    }

    /** Changes a payout; the {@code Mono} carries the new state once it is written. */
    Mono<Payout> change(UUID id, UnaryOperator<Payout> rule) {
        AtomicReference<Payout> payout = byId.get(id);
        if (payout == null) {
            return Mono.empty();
        }
        // Under the payout's own lock, so that its lines are in the order of its states.
        synchronized (payout) {
            Payout changed = payout.updateAndGet(rule);
            return journal.append(Json.bytes(changed)).thenReturn(changed);
        }
    }

    @Nullable Payout byId(UUID id) {
        return state(byId.get(id));
    }

    @Nullable Payout byKey(UUID key) {
        return state(byKey.get(key));
    }

    /** Newest first, from the given number (exclusive) downwards. */
    Stream<Payout> before(long number) {
        return byNumber.headMap(number, false).descendingMap().values().stream()
                .map(AtomicReference::get);
    }

    Stream<Payout> unfinished() {
        return byNumber.values().stream()
                .map(AtomicReference::get)
                .filter(payout -> payout.nextStep() != null || !payout.pending().isEmpty());
    }

    @Override
    public int count() {
        return byId.size();
    }

    @Override
    public boolean healthy() {
        return journal.healthy();
    }

    @Override
    public Stream<Paid> paidAfter(long sequence) {
        return byNumber.tailMap(sequence, false).values().stream()
                .map(AtomicReference::get)
                .filter(payout -> payout.paid() > 0)
                .map(Payouts::paid);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void restore(String line, Sequence sequence) {
        Payout payout = Json.MAPPER.readValue(line, Payout.class);
        AtomicReference<Payout> known = byId.get(payout.order().id());
        if (known == null) {
            put(payout);
            sequence.seen(payout.order().number());
        } else {
            known.set(payout);
        }
    }

    private void put(Payout payout) {
        AtomicReference<Payout> slot = new AtomicReference<>(payout);
        byId.put(payout.order().id(), slot);
        byKey.put(payout.order().key(), slot);
        byNumber.put(payout.order().number(), slot);
    }

    private static @Nullable Payout state(@Nullable AtomicReference<Payout> slot) {
        return slot == null ? null : slot.get();
    }

    private static Paid paid(Payout payout) {
        return new Paid(
                "pientegra",
                payout.order().id().toString(),
                payout.order().key().toString(),
                Long.toString(payout.paid()),
                payout.order().currency(),
                Long.toString(payout.returned()),
                Long.toString(payout.fee()),
                payout.order().number(),
                payout.updatedAt());
    }

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
