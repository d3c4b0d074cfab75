package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.domain.Application;

import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;

/** Lets requests with a live API key through, as its application. */
final class Authentication implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final String APPLICATION = Authentication.class.getName() + ".application";

    private final Directory directory;
    private final JsonMapper json;

    Authentication(Directory directory, JsonMapper json) {
        this.directory = directory;
        this.json = json;
    }

    @Override
    public Mono<ServerResponse> filter(
            ServerRequest request, HandlerFunction<ServerResponse> next) {
        Optional<Application> application = Headers.bearer(request).flatMap(directory::byApiKey);
        if (application.isEmpty()) {
            return Problem.unauthorized().response(json);
        }
        request.attributes().put(APPLICATION, application.get());
        return next.handle(request);
    }

    static Application application(ServerRequest request) {
        return (Application) request.attribute(APPLICATION).orElseThrow();
    }
}
