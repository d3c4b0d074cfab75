package io.sluice.gateway.adapter.http;

import io.sluice.gateway.adapter.http.OperatorSettings.Operator;
import io.sluice.gateway.adapter.http.OperatorSettings.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Lets in who has a token: anyone of them to look, operators to act. */
final class OperatorTokens implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final String BEARER = "Bearer ";
    private static final String OPERATOR = "sluice.operator";

    private final List<Operator> operators;

    OperatorTokens(List<Operator> operators) {
        this.operators = operators;
    }

    @Override
    public Mono<ServerResponse> filter(
            ServerRequest request, HandlerFunction<ServerResponse> next) {
        Operator operator = operator(request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
        if (operator == null) {
            return Problems.of(
                    HttpStatus.UNAUTHORIZED,
                    "unauthorized",
                    "Authorization: (expected: Bearer and an operator's token)");
        }
        if (operator.role() != Role.OPERATOR && !HttpMethod.GET.equals(request.method())) {
            return Problems.of(
                    HttpStatus.FORBIDDEN, "forbidden", "role: viewer (expected: operator)");
        }
        request.attributes().put(OPERATOR, operator.name());
        return next.handle(request);
    }

    /** The name of the operator who was let in. */
    static String name(ServerRequest request) {
        return request.attribute(OPERATOR).map(Object::toString).orElseThrow();
    }

    /** Compares with every token, in constant time each. */
    private @Nullable Operator operator(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return null;
        }
        byte[] given = authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8);
        Operator found = null;
        for (Operator operator : operators) {
            byte[] token = operator.token().getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(token, given)) {
                found = operator;
            }
        }
        return found;
    }
}
