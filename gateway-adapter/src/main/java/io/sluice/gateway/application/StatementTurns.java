package io.sluice.gateway.application;

import reactor.core.publisher.Mono;

import java.time.Instant;

/** Which instance fetches the statements next. */
public interface StatementTurns {

    /** True for one of all who ask, once it is due; the turn after it is due then. */
    Mono<Boolean> take(Instant now, Instant next);
}
