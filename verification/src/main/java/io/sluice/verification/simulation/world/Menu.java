package io.sluice.verification.simulation.world;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What can happen next, of which one thing is chosen by weight. */
public final class Menu {

    private final Instant now;
    private final List<Runnable> actions = new ArrayList<>();
    private final List<Integer> weights = new ArrayList<>();
    private int total;
    private @Nullable Instant next;
    private @Nullable Instant limit;

    Menu(Instant now) {
        this.now = now;
    }

    public Instant now() {
        return now;
    }

    /** Can happen now. */
    public void add(int weight, Runnable action) {
        actions.add(action);
        weights.add(weight);
        total += weight;
    }

    /** Can happen from that time on. */
    public void from(Instant due, int weight, Runnable action) {
        if (due.isAfter(now)) {
            next = next == null || due.isBefore(next) ? due : next;
        } else {
            add(weight, action);
        }
    }

    /** Happens before that time: until then, time may pass. */
    public void by(Instant deadline, int weight, Runnable action) {
        limit = limit == null || deadline.isBefore(limit) ? deadline : limit;
        add(weight, action);
    }

    boolean isEmpty() {
        return actions.isEmpty();
    }

    int total() {
        return total;
    }

    /** The time at which the world changes by itself, if there is one and nothing forbids it. */
    @Nullable Instant next() {
        if (next == null) {
            return null;
        }
        if (limit == null || next.isBefore(limit)) {
            return next;
        }
        return limit.isAfter(now) ? limit : null;
    }

    Runnable choose(Dice dice) {
        int left = dice.below(total);
        for (int i = 0; i < actions.size(); i++) {
            left -= weights.get(i);
            if (left < 0) {
                return actions.get(i);
            }
        }
        throw new IllegalStateException(
                "menu: empty (expected: " + Objects.toString(actions) + ")");
    }
}
