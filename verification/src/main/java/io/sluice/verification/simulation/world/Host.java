package io.sluice.verification.simulation.world;

import org.jspecify.annotations.Nullable;

import reactor.core.Disposable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Where one instance of a service runs. It may die at any point between two of its steps, and comes
 * back with what its database holds; it may be stopped there, and go on as if nothing had been.
 */
public final class Host implements Actor {

    private static final int LONGEST_STALL = 40;
    private static final int LONG_STALL_ONE_IN = 4;
    private static final int LONG_STALL = 400;
    private static final int DAY_LONG_ONE_IN = 2;
    private static final int TIMER = 10;

    /** What runs on it: all that is lost with the process. */
    public interface Service extends Actor {

        /** The process is gone; what it held with others is free again. */
        void gone();
    }

    private record Timer(Instant due, Runnable action) {}

    private final World world;
    private final String name;
    private final Function<Host, Service> boot;
    private final Clock clock = new SkewedClock();
    private final List<Timer> timers = new ArrayList<>();
    private @Nullable Service service;
    private Duration skew = Duration.ZERO;
    private int life;
    private boolean stalled;

    public Host(World world, String name, Function<Host, Service> boot) {
        this.world = world;
        this.name = name;
        this.boot = boot;
    }

    public String name() {
        return name;
    }

    public World world() {
        return world;
    }

    public Clock clock() {
        return clock;
    }

    public boolean isUp() {
        return service != null;
    }

    /** Up and not stopped. */
    public boolean runs() {
        return service != null && !stalled;
    }

    public boolean isStalled() {
        return stalled;
    }

    /** Tells one life of the process from the next. */
    public int life() {
        return life;
    }

    public void start() {
        note("starts");
        skew = world.dice().oneIn(2) ? world.weather().skew() : world.weather().skew().negated();
        service = boot.apply(this);
    }

    /** Killed from outside, wherever it stands. */
    public void kill() {
        note("is killed");
        end();
    }

    void died(int lifeThatDied) {
        if (life == lifeThatDied && isUp()) {
            end();
        }
    }

    private void end() {
        life++;
        stalled = false;
        timers.clear();
        Service ended = service;
        service = null;
        if (ended != null) {
            ended.gone();
        }
    }

    /** Ends what bad weather did to it. */
    public void heal() {
        skew = Duration.ZERO;
    }

    /** Its clock is set, as far as clocks are off in this world. */
    public void setClock() {
        Duration bound = world.weather().skew();
        skew = world.dice().upTo(bound.multipliedBy(2)).minus(bound);
        note("clock is off by " + skew);
    }

    /** A place between two of its steps: it may die here, or be stopped for a while. */
    public void point(String where) {
        Weather weather = world.weather();
        if (world.dice().oneIn(weather.die())) {
            note("dies " + where);
            throw new Died(this, life);
        }
        if (world.dice().oneIn(weather.stall()) && !stalled) {
            stall(where);
        }
    }

    private void stall(String where) {
        int lifeBefore = life;
        note("is stopped " + where);
        stalled = true;
        try {
            if (world.dice().oneIn(LONG_STALL_ONE_IN)) {
                world.meanwhile(LONG_STALL);
                if (world.dice().oneIn(world.weather().skip() == 0 ? 0 : DAY_LONG_ONE_IN)) {
                    world.standStill();
                    world.meanwhile(LONG_STALL);
                }
            } else {
                world.meanwhile(LONGEST_STALL);
            }
        } finally {
            stalled = stalled && life != lifeBefore;
        }
        if (life != lifeBefore) {
            throw new Died(this, lifeBefore);
        }
        note("goes on " + where);
    }

    /** Offers what is due at a time of its own clock. */
    public void offer(Menu menu, Instant due, int weight, Runnable action) {
        menu.from(due.minus(skew), weight, action);
    }

    /** Does something after a while, unless the process is gone by then, or it is disposed of. */
    public Disposable after(Duration delay, Runnable action) {
        Timer timer = new Timer(world.now().plus(delay), action);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public void offer(Menu menu) {
        if (!runs()) {
            return;
        }
        for (Timer timer : timers) {
            menu.from(timer.due(), TIMER, () -> fire(timer));
        }
        Objects.requireNonNull(service).offer(menu);
    }

    private void fire(Timer timer) {
        timers.remove(timer);
        timer.action().run();
    }

    public void note(String what) {
        world.note(name, what);
    }

    private final class SkewedClock extends Clock {

        @Override
        public Instant instant() {
            return world.now().plus(skew);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
