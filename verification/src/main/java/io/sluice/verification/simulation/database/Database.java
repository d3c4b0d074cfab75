package io.sluice.verification.simulation.database;

import io.r2dbc.spi.R2dbcTransientResourceException;
import io.sluice.verification.simulation.world.Host;
import io.sluice.verification.simulation.world.World;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * One service's database, as its instances reach it: a transaction happens whole or not at all, and
 * who asked for it may die, or be stopped, before it and after it, or not hear that it happened.
 */
public final class Database {

    private final World world;
    private Instant awayUntil = Instant.MIN;

    public Database(World world) {
        this.world = world;
    }

    public World world() {
        return world;
    }

    /** Out of reach until then. */
    public void away(Instant until) {
        awayUntil = until;
    }

    /** One transaction. {@code work} decides everything before it changes anything. */
    public <T> Mono<T> transaction(Host host, String what, Supplier<T> work) {
        return Mono.fromSupplier(
                () -> {
                    world.expectOwnThread();
                    host.point("before " + what);
                    failIfAway(host, what);
                    if (world.dice().oneIn(world.weather().hiccup())) {
                        throw failure(host, what + " fails");
                    }
                    T result = work.get();
                    host.point("after " + what);
                    if (world.dice().oneIn(world.weather().hiccup())) {
                        throw failure(host, "does not hear that " + what + " succeeded");
                    }
                    return result;
                });
    }

    /** The same for who retries in real time: it does not fail, but whoever asks may still die. */
    public <T> Mono<T> certain(Host host, String what, Supplier<T> work) {
        return Mono.fromSupplier(
                () -> {
                    world.expectOwnThread();
                    host.point("before " + what);
                    T result = work.get();
                    host.point("after " + what);
                    return result;
                });
    }

    /** A look; nothing changes. */
    public <T> Mono<T> look(Host host, String what, Supplier<T> work) {
        return Mono.fromSupplier(
                () -> {
                    world.expectOwnThread();
                    failIfAway(host, what);
                    T result = work.get();
                    host.point("after " + what);
                    return result;
                });
    }

    private void failIfAway(Host host, String what) {
        if (world.now().isBefore(awayUntil)) {
            throw failure(host, what + ": database away");
        }
    }

    private static R2dbcTransientResourceException failure(Host host, String what) {
        host.note(what);
        return new R2dbcTransientResourceException(what);
    }
}
