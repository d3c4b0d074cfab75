package io.sluice.verification.simulation.network;

import io.sluice.verification.simulation.world.Actor;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.Menu;
import io.sluice.verification.simulation.world.World;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Somebody outside, who never dies: a provider, a partner, an operator. */
public final class Outside implements Caller, Actor {

    private static final int WEIGHT = 10;

    private record Timer(Instant due, Runnable action) {}

    private final World world;
    private final String name;
    private final List<Timer> timers = new ArrayList<>();

    public Outside(World world, String name) {
        this.world = world;
        this.name = name;
    }

    public World world() {
        return world;
    }

    public void note(String what) {
        world.note(name, what);
    }

    @Override
    public @Nullable Host host() {
        return null;
    }

    @Override
    public void hear(Runnable answer) {
        answer.run();
    }

    @Override
    public void after(Duration delay, Runnable action) {
        timers.add(new Timer(world.now().plus(delay), action));
    }

    @Override
    public void offer(Menu menu) {
        for (Timer timer : timers) {
            menu.from(timer.due(), WEIGHT, () -> fire(timer));
        }
    }

    private void fire(Timer timer) {
        timers.remove(timer);
        timer.action().run();
    }
}
