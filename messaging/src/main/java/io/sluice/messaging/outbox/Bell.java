package io.sluice.messaging.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread; rings that come before it has looked are one ring, and none is lost. */
final class Bell {

    private final Semaphore rings = new Semaphore(0);

    void ring() {
        if (rings.availablePermits() == 0) {
            rings.release();
        }
    }

    /** Returns at a ring, at one that came since the last return, or after the time-out. */
    void await(Duration atMost) throws InterruptedException {
        if (rings.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS)) {
            rings.drainPermits();
        }
    }
}
