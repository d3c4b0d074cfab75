package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.delivery.Callback.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** The latest events and how their delivery went; the oldest make room. A restart empties it. */
final class EventLedger {

    private final int kept;
    private final LinkedHashMap<UUID, Entry> entries = new LinkedHashMap<>();
    private long count;

    EventLedger(int kept) {
        this.kept = kept;
    }

    synchronized void queued(Order order, Event event) {
        Entry known = entries.get(event.id());
        if (known != null) {
            entries.put(event.id(), known.requeued());
            return;
        }
        count++;
        entries.put(event.id(), new Entry(count, order, event, "PENDING", 0, 0, null));
        if (entries.size() > kept) {
            entries.pollFirstEntry();
        }
    }

    synchronized void attempted(UUID event, int status, Progress progress, Instant now) {
        entries.computeIfPresent(event, (_, entry) -> entry.attempted(status, progress, now));
    }

    synchronized @Nullable Entry find(UUID event) {
        return entries.get(event);
    }

    /** Newest first, from the given position (exclusive) downwards. */
    synchronized List<Entry> before(long position, Predicate<Entry> wanted, int limit) {
        return entries.sequencedValues().reversed().stream()
                .filter(entry -> entry.position < position)
                .filter(wanted)
                .limit(limit)
                .toList();
    }

    /** An event and its delivery so far. */
    record Entry(
            long position,
            Order order,
            Event event,
            String deliveryStatus,
            int attempts,
            int lastStatus,
            @Nullable Instant deliveredAt) {

        private Entry requeued() {
            return new Entry(position, order, event, "PENDING", attempts, lastStatus, deliveredAt);
        }

        private Entry attempted(int status, Progress progress, Instant now) {
            Instant delivered = progress == Progress.DELIVERED ? now : deliveredAt;
            return new Entry(
                    position, order, event, progress.name(), attempts + 1, status, delivered);
        }
    }
}
