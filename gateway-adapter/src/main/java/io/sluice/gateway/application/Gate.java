package io.sluice.gateway.application;

import java.time.Duration;

/** How much work a provider may be given now: concurrency, rate, breaker. */
public interface Gate {

    /** How many calls may start now; the asker is the only one who starts any. */
    int room();

    /** Whether it is closed to new work, by an operator or its breaker. */
    boolean closed();

    /** Starts one call; false where room() has shrunk since. */
    boolean enter();

    /** Ends one call. */
    void leave(Duration took, boolean healthy);
}
