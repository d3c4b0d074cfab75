package io.sluice.verification.simulation;

import io.sluice.verification.simulation.world.Journal;

import org.jspecify.annotations.Nullable;

/**
 * How a history came out.
 *
 * @param violation what did not hold; null: everything did
 */
public record History(
        long seed, int withdrawals, int steps, @Nullable String violation, Journal journal) {}
