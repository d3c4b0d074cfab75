package io.sluice.withdrawal.adapter.http;

import io.sluice.contracts.WithdrawalId;

import org.springframework.web.reactive.function.server.ServerRequest;

import reactor.core.publisher.Mono;

/** Reads the ids in paths. */
final class Ids {

    private Ids() {}

    /** Empty for what is no withdrawal's id: there is none with it. */
    static Mono<WithdrawalId> withdrawal(ServerRequest request) {
        try {
            return Mono.just(WithdrawalId.of(request.pathVariable("id")));
        } catch (IllegalArgumentException _) {
            return Mono.empty();
        }
    }
}
