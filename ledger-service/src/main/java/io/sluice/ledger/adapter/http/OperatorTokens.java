package io.sluice.ledger.adapter.http;

import io.sluice.ledger.adapter.http.OperatorSettings.Operator;
import io.sluice.ledger.adapter.http.OperatorSettings.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Lets in who has a token, to what its role may ask. */
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
            return Problems.of(Problem.UNAUTHORIZED);
        }
        if (!mayAsk(operator.role(), request)) {
            return Problems.of(Problem.FORBIDDEN);
        }
        request.attributes().put(OPERATOR, operator.name());
        return next.handle(request);
    }

    private static boolean mayAsk(Role role, ServerRequest request) {
        return switch (role) {
            case OPERATOR -> true;
            case VIEWER -> HttpMethod.GET.equals(request.method());
            case STATEMENTS -> request.path().startsWith("/ledger/statements/");
        };
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
