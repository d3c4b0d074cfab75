package io.sluice.sandbox.partner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** The webhooks that a partner received: the latest in full, all of them in counts. */
final class Inbox {

    private static final int MOST_TYPES = 100;

    private final int most;
    private final long mostBytes;
    private final Deque<Webhook> webhooks = new ArrayDeque<>();
    private long bytes;
    private final LongAdder received = new LongAdder();
    private final LongAdder verified = new LongAdder();
    private final Map<String, LongAdder> byEventType = new ConcurrentHashMap<>();

    Inbox(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    void add(Webhook webhook) {
        received.increment();
        if (webhook.verified()) {
            verified.increment();
            String type = webhook.subjects().eventType();
            byEventType.computeIfAbsent(counted(type), _ -> new LongAdder()).increment();
        }
        synchronized (webhooks) {
            webhooks.addFirst(webhook);
            bytes += webhook.weight();
            while (webhooks.size() > most || (bytes > mostBytes && webhooks.size() > 1)) {
                bytes -= webhooks.removeLast().weight();
            }
        }
    }

    /** Whoever can sign can name types; past a few, they share one count. */
    private String counted(@Nullable String type) {
        boolean known = type != null && byEventType.containsKey(type);
        boolean room = type != null && byEventType.size() < MOST_TYPES;
        return type != null && (known || room) ? type : "other";
    }

    /** Newest first. */
    List<Webhook> latest(Predicate<Webhook> wanted, long limit) {
        synchronized (webhooks) {
            List<Webhook> found = new ArrayList<>();
            for (Webhook webhook : webhooks) {
                if (found.size() >= limit) {
                    break;
                }
                if (wanted.test(webhook)) {
                    found.add(webhook);
                }
            }
            return found;
        }
    }

    /** Forgets everything, counts included. */
    void clear() {
        synchronized (webhooks) {
            webhooks.clear();
            bytes = 0;
        }
        received.reset();
        verified.reset();
        byEventType.clear();
    }

    Counts counts() {
        Map<String, Long> types = new TreeMap<>();
        byEventType.forEach((type, count) -> types.put(type, count.sum()));
        return new Counts(received.sum(), verified.sum(), types);
    }

    /**
     * Running counts since the start or the last clearing.
     *
     * @param byEventType of the verified ones
     */
    record Counts(long count, long verified, Map<String, Long> byEventType) {}
}
