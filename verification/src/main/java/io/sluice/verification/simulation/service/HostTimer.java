package io.sluice.verification.simulation.service;

import io.sluice.verification.simulation.world.Host;

import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time-outs of a process, by the world's time and on its one thread; they die with the process. */
record HostTimer(Host host) implements Scheduler {

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return host.after(Duration.of(delay, unit.toChronoUnit()), task);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return host.after(Duration.ZERO, task);
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("nobody repeats anything by a timer here");
    }
}
