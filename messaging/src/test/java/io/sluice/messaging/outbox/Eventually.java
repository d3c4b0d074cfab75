package io.sluice.messaging.outbox;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition. */
final class Eventually {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    static void isTrue(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not so within " + atMost);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
