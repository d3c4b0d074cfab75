package io.sluice.local.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again, for a bounded time. */
public final class Await {

    private Await() {}

    /** Whether the condition came true within the limit; an interrupt ends the wait as well. */
    public static boolean until(Duration limit, Duration pause, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
        return true;
    }
}
