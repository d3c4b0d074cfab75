package io.sluice.verification.simulation.service;

import io.sluice.gateway.application.Gate;
import io.sluice.gateway.application.Outcome;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** A bulkhead and no breaker: how many calls are under way. */
final class OpenGate implements Gate {

    private final int concurrency;
    private int underWay;

    OpenGate(int concurrency) {
        this.concurrency = concurrency;
    }

    @Override
    public int room() {
        return concurrency - underWay;
    }

    @Override
    public boolean closed() {
        return false;
    }

    @Override
    public View view() {
        return new View("CLOSED", -1, underWay, null);
    }

    @Override
    public boolean enter() {
        if (room() == 0) {
            return false;
        }
        underWay++;
        return true;
    }

    @Override
    public void leave(Duration took, @Nullable Outcome outcome) {
        underWay--;
    }
}
