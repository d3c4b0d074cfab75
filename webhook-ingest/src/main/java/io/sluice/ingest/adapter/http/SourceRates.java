package io.sluice.ingest.adapter.http;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each source address, of this instance alone. The addresses remembered are
 * bounded: the one that was quiet for longest makes room.
 */
final class SourceRates {

    private static final int MAX_SOURCES = 10_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int perSecond;
    private final int burst;
    private final LongSupplier nanoClock;
    private final Map<InetAddress, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * @param perSecond 0 for no limit
     */
    SourceRates(int perSecond, int burst, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoClock = nanoClock;
    }

    /** Takes one of the source's tokens; false when it has none left. */
    boolean admit(InetAddress source) {
        if (perSecond == 0) {
            return true;
        }
        long now = nanoClock.getAsLong();
        synchronized (buckets) {
            Bucket bucket = buckets.computeIfAbsent(source, _ -> new Bucket(burst, now));
            if (buckets.size() > MAX_SOURCES) {
                Iterator<InetAddress> quietest = buckets.keySet().iterator();
                quietest.next();
                quietest.remove();
            }
            return bucket.take(now);
        }
    }

    private final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(double tokens, long filledAt) {
            this.tokens = tokens;
            this.filledAt = filledAt;
        }

        boolean take(long now) {
            double gained = (now - filledAt) / NANOS_PER_SECOND * perSecond;
            tokens = Math.min(burst, tokens + gained);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
