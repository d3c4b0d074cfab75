package io.sluice.verification.simulation.world;

/** Part of the world in which something can happen. */
@FunctionalInterface
public interface Actor {

    /** Puts on the menu what can happen here now, and says when something will be able to. */
    void offer(Menu menu);
}
