package io.sluice.gateway.application;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** How much work a provider may be given now: concurrency, rate, breaker. */
public interface Gate {

    /** How many calls may start now; others may start some meanwhile. */
    int room();

    /** Whether its breaker lets nothing through. */
    boolean closed();

    /** As operators see it. */
    View view();

    /**
     * @param breaker its state
     * @param failurePercent of the last calls; below 0: too few to tell
     * @param underWay calls that have begun
     * @param left calls that may still begin in this minute; null: no limit
     */
    record View(String breaker, float failurePercent, int underWay, @Nullable Integer left) {}

    /** Starts one call; false where room() has shrunk since. */
    boolean enter();

    /** Ends one call; null: without an outcome, which is a bug. */
    void leave(Duration took, @Nullable Outcome outcome);
}
