package io.sluice.verification.simulation.network;

import io.sluice.verification.simulation.world.Host;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A request over HTTP.
 *
 * @param what for people
 * @param to the process that is asked; null: a server that is always there
 * @param server what is done when it arrives; empty: it is never answered
 * @param patience how long the caller waits
 * @param refused what it hears when nobody is there: nothing was sent
 * @param silence what it hears in the end when it heard nothing: the request may still arrive
 */
public record Request<A>(
        String what,
        @Nullable Host to,
        Supplier<Mono<A>> server,
        Duration patience,
        A refused,
        A silence) {}
