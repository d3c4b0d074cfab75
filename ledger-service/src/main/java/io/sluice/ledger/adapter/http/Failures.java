package io.sluice.ledger.adapter.http;

import io.sluice.ledger.application.MoveFunds;
import io.sluice.messaging.Outages;

import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

/** Failures that have an answer, whether a handler throws them or signals them. */
final class Failures implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    @Override
    public Mono<ServerResponse> filter(
            ServerRequest request, HandlerFunction<ServerResponse> next) {
        return Mono.defer(() -> next.handle(request)).onErrorResume(Failures::answer);
    }

    private static Mono<ServerResponse> answer(Throwable failure) {
        return switch (failure) {
            case BadRequest refused -> Problems.of(refused.problem());
            case MoveFunds.Undecided _ -> Problems.of(Problem.UNDECIDED);
            case Throwable outage when Outages.isOutage(outage) -> Problems.of(Problem.UNAVAILABLE);
            default -> Mono.error(failure);
        };
    }
}
