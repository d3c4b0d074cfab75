package io.sluice.sandbox.journal;

import java.util.concurrent.atomic.AtomicLong;

/** The order in which payouts are accepted, one count over all providers and restarts. */
public final class Sequence {

    private final AtomicLong last = new AtomicLong();

    public long next() {
        return last.incrementAndGet();
    }

    /** Makes sure that a number from before the restart is not given again. */
    public void seen(long number) {
        last.accumulateAndGet(number, Math::max);
    }
}
