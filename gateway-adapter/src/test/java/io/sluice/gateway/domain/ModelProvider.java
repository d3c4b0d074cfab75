package io.sluice.gateway.domain;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A provider as its contract has it, at its worst: answers get lost, repeats are refused, things
 * take long. What it really paid is what counts.
 */
abstract class ModelProvider {

    /** The world around it: time, chance, and whoever hears of a payment. */
    interface World {
        Instant now();

        RandomGenerator random();

        void after(Duration pause, Runnable event);

        /** Money is on its way, or no longer. */
        void pays(String key, boolean paid);

        /** The provider's word goes out, confirmed by its signature or not. */
        void tells(String key, ModelProvider provider);
    }

    /** A send, as the recorded attempt has it. */
    record Send(String key, Instant stamp, @Nullable String reference, int attempt, int claim) {}

    final World world;

    ModelProvider(World world) {
        this.world = world;
    }

    abstract ProviderName name();

    abstract Terms terms();

    /** Answers once, or never. */
    abstract void submit(Send send, Consumer<Signal.Answer> answer);

    abstract Signal.Answer lookUp(Send send);

    abstract Signal.Answer cancel(Send send);

    /** It is not decided yet whether it pays. */
    abstract boolean isOpen(String key);

    boolean chance(int percent) {
        return world.random().nextInt(100) < percent;
    }

    /** Usually at once; sometimes whoever is at it is stopped for long. */
    void soon(int percentLong, Duration longest, Runnable event) {
        Duration pause =
                chance(percentLong)
                        ? Duration.ofMillis(world.random().nextLong(longest.toMillis()))
                        : Duration.ofMillis(world.random().nextLong(400));
        world.after(pause, event);
    }

    static Finding finding(Finding.Effect effect, long amount, Instant now) {
        boolean paid = effect == Finding.Effect.PAID;
        return new Finding(
                effect,
                paid ? new Attempt.Paid(amount, 0, 0, true) : Attempt.Paid.NOTHING,
                effect == Finding.Effect.FAILED ? "MS03" : null,
                effect.name(),
                now);
    }
}
