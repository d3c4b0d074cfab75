package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.RateLimits;
import io.sluice.withdrawal.domain.Application;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.util.Optional;

/** Lets requests with a live API key through, as its application. */
final class Authentication implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final String APPLICATION = Authentication.class.getName() + ".application";

    private final Directory directory;
    private final RateLimits rateLimits;
    private final Clock clock;
    private final JsonMapper json;

    Authentication(Directory directory, RateLimits rateLimits, Clock clock, JsonMapper json) {
        this.directory = directory;
        this.rateLimits = rateLimits;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public Mono<ServerResponse> filter(
            ServerRequest request, HandlerFunction<ServerResponse> next) {
        Optional<Application> application = Headers.bearer(request).flatMap(directory::byApiKey);
        if (application.isEmpty()) {
            return Problem.unauthorized().response(json);
        }
        if (!Addresses.allows(application.get().allowedAddresses(), request)) {
            return Problem.of(
                            HttpStatus.FORBIDDEN,
                            "address_refused",
                            "address: not allowed (expected: one of the application's list)")
                    .response(json);
        }
        return rateLimits
                .take(application.get(), clock.instant())
                .flatMap(ticket -> limited(request, application.get(), ticket, next));
    }

    private Mono<ServerResponse> limited(
            ServerRequest request,
            Application application,
            RateLimits.Ticket ticket,
            HandlerFunction<ServerResponse> next) {
        RateHeaders.put(request, ticket);
        if (!ticket.taken()) {
            return Problem.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "rate_limited",
                            "requests: more than " + ticket.quota() + " a minute")
                    .response(json);
        }
        request.attributes().put(APPLICATION, application);
        return next.handle(request);
    }

    static Application application(ServerRequest request) {
        return (Application) request.attribute(APPLICATION).orElseThrow();
    }
}
