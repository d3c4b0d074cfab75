package io.sluice.withdrawal.adapter;

import reactor.core.publisher.Mono;

/**
 * Work on the database that goes on to its end whoever stops listening: a caller that hangs up, a
 * wait that is over. A statement cancelled half way leaves its connection deaf for whoever gets it
 * next (r2dbc-postgresql #536). What ends the work is the statement's own time-out.
 */
public final class Detached {

    private Detached() {}

    public static <T> Mono<T> run(Mono<T> work) {
        return Mono.defer(() -> Mono.fromFuture(work.toFuture(), true));
    }
}
