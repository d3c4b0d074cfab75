package io.sluice.verification.simulation.world;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All there is of a history, on one thread: each step is one action of one actor, chosen by the
 * dice, or the passing of time. The same seed leads to the same history.
 */
public final class World {

    /** Where histories begin. */
    public static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

    private static final int DEEPEST = 2;
    private static final int MOST_MEANWHILE = 2_000;
    private static final int LONGEST_STANDSTILL_HOURS = 27;

    private final Thread thread = Thread.currentThread();
    private final Dice dice;
    private final Journal journal = new Journal(BEGIN);
    private final List<Actor> actors = new ArrayList<>();
    private final List<Runnable> checks = new ArrayList<>();
    private final List<Runnable> breaks = new ArrayList<>();
    private Weather weather;
    private Instant now = BEGIN;
    private int steps;
    private int depth;
    private int meanwhile;
    private @Nullable Violation violation;

    /**
     * @param forecast what becomes of the weather that the seed has in store
     */
    public World(long seed, UnaryOperator<Weather> forecast) {
        dice = new Dice(seed);
        weather = forecast.apply(Weather.stormy(dice.split()));
    }

    public Dice dice() {
        return dice;
    }

    public Weather weather() {
        return weather;
    }

    /** From now on nothing goes wrong by itself. */
    public void calmDown() {
        weather = Weather.CALM;
        note("world", "calms down");
    }

    public Instant now() {
        return now;
    }

    public int steps() {
        return steps;
    }

    public Journal journal() {
        return journal;
    }

    public void note(String who, String what) {
        journal.note(steps, now, depth, who, what);
    }

    public void join(Actor actor) {
        actors.add(actor);
    }

    /** Is looked at after every step; throws a {@link Violation} where something does not hold. */
    public void check(Runnable check) {
        checks.add(check);
    }

    /**
     * Has something judged now, also in the middle of code under test, which must not catch the
     * violation: the history ends with the step that is under way.
     */
    public void judge(Runnable check) {
        try {
            check.run();
        } catch (Violation found) {
            if (violation == null) {
                violation = found;
                note("oracle", String.valueOf(found.getMessage()));
            }
        }
    }

    /** The first violation, if there was one. */
    public @Nullable Violation violation() {
        return violation;
    }

    /** All code under test runs on the one thread: work on another would not be deterministic. */
    public void expectOwnThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "thread: " + Thread.currentThread().getName() + " (expected: the history's)");
        }
    }

    /** One thing happens; false when nothing ever will, or something is violated. */
    public boolean step() {
        if (violation != null) {
            return false;
        }
        if (depth == 0) {
            meanwhile = 0;
        }
        Menu menu = new Menu(now);
        actors.forEach(actor -> actor.offer(menu));
        Instant next = menu.next();
        if (menu.isEmpty()) {
            if (next == null) {
                return false;
            }
            pass(next);
        } else if (next != null && passes(menu.total())) {
            pass(next);
        } else {
            take(menu.choose(dice));
        }
        steps++;
        checks.forEach(this::judge);
        return true;
    }

    private boolean passes(int total) {
        return weather.haste() > 0 && dice.below(total + weather.haste()) < weather.haste();
    }

    private void pass(Instant next) {
        now = next;
    }

    /** What does not last as long as such a standstill. */
    public void whenStandingStill(Runnable broken) {
        breaks.add(broken);
    }

    /** Everything stands still for some hours. */
    public void standStill() {
        Duration time = Duration.ofHours(dice.between(1, LONGEST_STANDSTILL_HOURS));
        note("world", "stands still for " + time);
        breaks.forEach(Runnable::run);
        now = now.plus(time);
    }

    private static void take(Runnable action) {
        try {
            action.run();
        } catch (Died died) {
            died.takeEffect();
        }
    }

    /**
     * Others go on for a while, in the middle of an action; not within such a while too often, and
     * not for ever: an action of many steps may be stopped at each.
     */
    void meanwhile(int longest) {
        if (depth == DEEPEST) {
            return;
        }
        depth++;
        try {
            int others = 1 + dice.below(longest);
            for (int i = 0; i < others && meanwhile < MOST_MEANWHILE && step(); i++) {
                meanwhile++;
            }
        } finally {
            depth--;
        }
    }
}
