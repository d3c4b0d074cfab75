package io.sluice.verification.simulation.database;

import io.sluice.contracts.Envelope;
import io.sluice.messaging.EncodedEvent;
import io.sluice.messaging.EventCodec;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table {@code outbox}: what is there is unpublished. Shards are held by leases, no fence. */
public final class OutboxRows {

    private static final Duration LEASE = Duration.ofSeconds(5);

    /** A row, with the number by which it is deleted. */
    public record Row(long id, EncodedEvent event) {}

    private record Lease(String holder, Instant until) {}

    private final EventCodec codec;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, Lease> leases = new HashMap<>();
    private long lastId;

    public OutboxRows(EventCodec codec) {
        this.codec = codec;
    }

    /** Within the transaction that makes the events true. */
    public void append(Collection<? extends Envelope<?>> events) {
        events.forEach(event -> rows.add(new Row(++lastId, codec.encode(event))));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public List<Row> rows() {
        return rows;
    }

    /** When a relay finds something: at once, or when another's lease of all that waits is over. */
    Instant dueFor(String relay, Instant now) {
        Instant first = Instant.MAX;
        for (Row row : rows) {
            Instant due = freeAt(row.event().partition(), relay, now);
            first = due.isBefore(first) ? due : first;
        }
        return first;
    }

    private Instant freeAt(int shard, String relay, Instant now) {
        Lease lease = leases.get(shard);
        return lease == null || lease.holder().equals(relay) || lease.until().isBefore(now)
                ? now
                : lease.until();
    }

    /** The first rows of the shards that are this relay's, or nobody's and become its own. */
    List<Row> take(String relay, Instant now, int ofEach) {
        Map<Integer, Integer> taken = new HashMap<>();
        List<Row> next = new ArrayList<>();
        for (Row row : rows) {
            int shard = row.event().partition();
            if (!freeAt(shard, relay, now).isAfter(now)
                    && taken.merge(shard, 1, Integer::sum) <= ofEach) {
                leases.put(shard, new Lease(relay, now.plus(LEASE)));
                next.add(row);
            }
        }
        return next;
    }

    void delete(Set<Long> ids) {
        for (Iterator<Row> each = rows.iterator(); each.hasNext(); ) {
            if (ids.contains(each.next().id())) {
                each.remove();
            }
        }
    }
}
