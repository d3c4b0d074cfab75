package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.adapter.http.OperatorProperties.Operator;
import io.sluice.withdrawal.adapter.http.OperatorProperties.Role;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;

/** Lets operators through; viewers read only. */
final class OperatorGate implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final String OPERATOR = OperatorGate.class.getName() + ".operator";

    private final OperatorProperties operators;
    private final JsonMapper json;

    OperatorGate(OperatorProperties operators, JsonMapper json) {
        this.operators = operators;
        this.json = json;
    }

    @Override
    public Mono<ServerResponse> filter(
            ServerRequest request, HandlerFunction<ServerResponse> next) {
        Optional<Operator> operator = Headers.bearer(request).flatMap(operators::byToken);
        if (operator.isEmpty()) {
            return Problem.of(
                            HttpStatus.UNAUTHORIZED,
                            "unauthorized",
                            "Authorization: (expected: Bearer and an operator's token)")
                    .with("WWW-Authenticate", "Bearer")
                    .response(json);
        }
        if (operator.get().role() == Role.VIEWER && !HttpMethod.GET.equals(request.method())) {
            return Problem.of(
                            HttpStatus.FORBIDDEN,
                            "forbidden",
                            "role: VIEWER (expected: OPERATOR, to change anything)")
                    .response(json);
        }
        request.attributes().put(OPERATOR, operator.get().name());
        return next.handle(request);
    }

    static String operator(ServerRequest request) {
        return (String) request.attribute(OPERATOR).orElseThrow();
    }
}
