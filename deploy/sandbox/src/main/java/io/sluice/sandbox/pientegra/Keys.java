package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.http.JsonAnswer;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of idempotency keys beside the payouts: calls that run, refusals, first strikes. */
final class Keys {

    private static final int KEPT = 100_000;

    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Refusal> refusals = Collections.synchronizedMap(new Latest<>());
    private final Map<UUID, Boolean> struck = Collections.synchronizedMap(new Latest<>());

    /** False while another call with this key runs. */
    boolean acquire(UUID key) {
        return running.add(key);
    }

    void release(UUID key) {
        running.remove(key);
    }

    @Nullable Refusal refusal(UUID key) {
        return refusals.get(key);
    }

    void refused(UUID key, Refusal refusal) {
        refusals.put(key, refusal);
    }

    /** True once for each key: misbehaviour that leaves nothing behind must not strike the repeat. */
    boolean strikesFirst(UUID key) {
        return struck.put(key, Boolean.TRUE) == null;
    }

    boolean wasStruck(UUID key) {
        return struck.containsKey(key);
    }

    /** An answer that is stored without a payout. */
    record Refusal(String bodyHash, JsonAnswer answer) {}

    private static final class Latest<V> extends LinkedHashMap<UUID, V> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, V> eldest) {
            return size() > KEPT;
        }
    }
}
