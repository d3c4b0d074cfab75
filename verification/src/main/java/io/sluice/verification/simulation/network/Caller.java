package io.sluice.verification.simulation.network;

import io.sluice.verification.simulation.world.Host;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Whoever waits for an answer. */
public interface Caller {

    /** Where it runs; null: somewhere that is always there. */
    @Nullable Host host();

    /** Does something with an answer, if it is still there to hear it. */
    void hear(Runnable answer);

    /** Does something after a while, if it is still there. */
    void after(Duration delay, Runnable action);

    /** This life of a process: it hears nothing once that is over. */
    static Caller of(Host host) {
        int life = host.life();
        return new Caller() {
            @Override
            public Host host() {
                return host;
            }

            @Override
            public void hear(Runnable answer) {
                if (host.life() == life) {
                    answer.run();
                }
            }

            @Override
            public void after(Duration delay, Runnable action) {
                host.after(delay, action);
            }
        };
    }
}
