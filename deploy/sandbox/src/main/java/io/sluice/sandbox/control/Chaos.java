package io.sluice.sandbox.control;

import io.sluice.sandbox.outcome.Outcome;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Mixes misbehaviour into payouts that would otherwise be sent at once; off until it is asked for. */
public final class Chaos {

    private volatile int percent;

    /**
     * @throws IllegalArgumentException when not between 0 and 100
     */
    public void set(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: " + percent + " (expected: 0 to 100)");
        }
        this.percent = percent;
    }

    public int percent() {
        return percent;
    }

    public Outcome mix(Outcome planned) {
        if (planned != Outcome.SENT || !strikes()) {
            return planned;
        }
        List<Outcome> choices = Outcome.misbehaviour();
        return choices.get(ThreadLocalRandom.current().nextInt(choices.size()));
    }

    /** Whether this call is to misbehave. */
    public boolean strikes() {
        return percent > 0 && ThreadLocalRandom.current().nextInt(100) < percent;
    }
}
