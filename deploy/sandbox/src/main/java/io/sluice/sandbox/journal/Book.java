package io.sluice.sandbox.journal;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The latest state of every record, by its number. What is unfinished and what was touched last is
 * in memory; all else is read from the journal, whose last line on a record is its state. So a long
 * run takes the disk's room, and of memory a few bytes for each record.
 *
 * <p>A change is seen by readers before it is in the journal; nothing is told to the outside before
 * the {@code Mono} of the change completes.
 */
public final class Book<T> implements AutoCloseable {

    /** How records are written, and what is known of them. */
    public interface Format<T> {
        T read(byte[] line);

        byte[] write(T state);

        /** From 1. */
        long number(T state);

        /** Nothing will happen to it by itself. */
        boolean isOver(T state);

        /** Told of every change, in its order for each record, also of those of a past life. */
        void changed(@Nullable T before, T after);
    }

    /** A record before and after. */
    public record Change<T>(T before, T after) {}

    /** Whoever holds its monitor may change it, unless it is gone: then another has its number. */
    private static final class Slot<T> {
        private @Nullable T state;
        private int unwritten;
        private boolean gone;
    }

    private final Format<T> format;
    private final int kept;
    private final Journal journal;
    private final NumberTable offsets = new NumberTable();
    private final ConcurrentHashMap<Long, Slot<T>> slots = new ConcurrentHashMap<>();
    private final Queue<Long> over = new ConcurrentLinkedQueue<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong last = new AtomicLong();

    /**
     * Opens it with what the file holds, which is rewritten when more than half of its lines have
     * been overtaken.
     *
     * @param kept most records in memory to which nothing will happen by itself
     */
    public Book(Path file, Format<T> format, int kept) {
        this.format = format;
        this.kept = kept;
        this.journal = new Journal(file);
        long lines = journal.readAll(this::restore);
        if (lines > 2 * count.get()) {
            journal.rewrite(numbers(1), this::line, offsets::set);
        }
        journal.start();
    }

    /** Adds a record under its new number. */
    public Mono<Void> open(T state) {
        Slot<T> slot = new Slot<>();
        slot.state = state;
        long number = format.number(state);
        synchronized (slot) {
            slots.put(number, slot);
            count.incrementAndGet();
            format.changed(null, state);
            return written(number, slot, state);
        }
    }

    /** Changes a record if it allows it; empty if not, or if there is none. */
    public Mono<Change<T>> change(long number, Predicate<T> allowed, UnaryOperator<T> rule) {
        return change(number, allowed, rule, _ -> true);
    }

    /**
     * The same for a change that a crash may undo, where it says so: it is written with the next one.
     */
    public Mono<Change<T>> change(
            long number, Predicate<T> allowed, UnaryOperator<T> rule, Predicate<T> lasting) {
        while (true) {
            Slot<T> slot = slot(number);
            if (slot == null) {
                return Mono.empty();
            }
            synchronized (slot) {
                if (!slot.gone) {
                    T before = Objects.requireNonNull(slot.state);
                    if (!allowed.test(before)) {
                        leave(number, before);
                        return Mono.empty();
                    }
                    T after = rule.apply(before);
                    slot.state = after;
                    format.changed(before, after);
                    Change<T> change = new Change<>(before, after);
                    return lasting.test(after)
                            ? written(number, slot, after).thenReturn(change)
                            : Mono.just(change);
                }
            }
        }
    }

    /** Null where there is none. */
    public @Nullable T get(long number) {
        Slot<T> slot = slots.get(number);
        if (slot != null) {
            synchronized (slot) {
                return slot.state;
            }
        }
        long offset = offsets.get(number);
        return offset == NumberTable.NONE ? null : format.read(journal.line(offset));
    }

    /** The oldest first, from the given number (exclusive) upwards. */
    public Stream<T> after(long number) {
        return numbers(number + 1).mapToObj(this::get).filter(Objects::nonNull);
    }

    /** The newest first, from the given number (exclusive) downwards. */
    public Stream<T> before(long number) {
        long highest = Math.min(number - 1, last());
        return LongStream.iterate(highest, n -> n > 0, n -> n - 1)
                .mapToObj(this::get)
                .filter(Objects::nonNull);
    }

    /** In no order. */
    public Stream<T> unfinished() {
        return slots.keySet().stream()
                .map(this::get)
                .filter(Objects::nonNull)
                .filter(state -> !format.isOver(state));
    }

    public long count() {
        return count.get();
    }

    /** How many of them are in memory. */
    public int inMemory() {
        return slots.size();
    }

    /** Whether the journal takes what it is given. */
    public boolean healthy() {
        return journal.healthy();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void restore(byte[] line, long offset) {
        T state = format.read(line);
        long number = format.number(state);
        T before = get(number);
        offsets.set(number, offset);
        if (before == null) {
            count.incrementAndGet();
        }
        Slot<T> slot = new Slot<>();
        slot.state = state;
        slots.put(number, slot);
        format.changed(before, state);
        leave(number, state);
    }

    private Mono<Void> written(long number, Slot<T> slot, T state) {
        slot.unwritten++;
        last.accumulateAndGet(number, Math::max);
        return journal.append(format.write(state), offset -> placed(number, slot, offset))
                .doOnSuccess(_ -> leave(number, state));
    }

    private void placed(long number, Slot<T> slot, long offset) {
        offsets.set(number, offset);
        synchronized (slot) {
            slot.unwritten--;
        }
    }

    /** What is over makes room for what comes, the oldest first. */
    private void leave(long number, T state) {
        if (format.isOver(state)) {
            over.add(number);
            if (slots.size() > kept) {
                evict();
            }
        }
    }

    private void evict() {
        Long number = over.poll();
        Slot<T> slot = number == null ? null : slots.get(number);
        if (slot == null) {
            return;
        }
        synchronized (slot) {
            if (slot.unwritten == 0 && slot.state != null && format.isOver(slot.state)) {
                slot.gone = true;
                slots.remove(number, slot);
            }
        }
    }

    private @Nullable Slot<T> slot(long number) {
        return slots.computeIfAbsent(
                number,
                missing -> {
                    long offset = offsets.get(missing);
                    if (offset == NumberTable.NONE) {
                        return null;
                    }
                    Slot<T> read = new Slot<>();
                    read.state = format.read(journal.line(offset));
                    return read;
                });
    }

    private byte[] line(long number) {
        return journal.line(offsets.get(number));
    }

    private long last() {
        return Math.max(last.get(), offsets.last());
    }

    private LongStream numbers(long from) {
        return LongStream.rangeClosed(from, last())
                .filter(n -> offsets.get(n) != NumberTable.NONE || slots.containsKey(n));
    }
}
