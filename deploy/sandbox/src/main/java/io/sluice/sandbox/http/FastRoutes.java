package io.sluice.sandbox.http;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.util.HashMap;
import java.util.Map;

/**
 * Routes whose hot paths are found by one look into a map; under load, matching patterns one after
 * the other costs more than most handlers.
 */
public final class FastRoutes implements RouterFunction<ServerResponse> {

    private final String prefix;
    private final Map<HttpMethod, Map<String, HandlerFunction<ServerResponse>>> exact =
            new HashMap<>();
    private final RouterFunction<ServerResponse> others;

    /**
     * @param prefix what the paths of all these routes begin with
     * @param others the routes that are not added one by one
     */
    public FastRoutes(String prefix, RouterFunction<ServerResponse> others) {
        this.prefix = prefix;
        this.others = others;
    }

    public FastRoutes post(String path, HandlerFunction<ServerResponse> handler) {
        exact.computeIfAbsent(HttpMethod.POST, _ -> new HashMap<>()).put(path, handler);
        return this;
    }

    @Override
    public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
        String path = request.path();
        if (!path.startsWith(prefix)) {
            return Mono.empty();
        }
        Map<String, HandlerFunction<ServerResponse>> ofMethod = exact.get(request.method());
        HandlerFunction<ServerResponse> handler = ofMethod == null ? null : ofMethod.get(path);
        return handler == null ? others.route(request) : Mono.just(handler);
    }

    @Override
    public void accept(RouterFunctions.Visitor visitor) {
        others.accept(visitor);
    }
}
