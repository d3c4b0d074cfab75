package io.sluice.withdrawal.adapter.http;

import io.sluice.messaging.observe.LogLine;
import io.sluice.messaging.observe.Traces;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers what no handler answered: always as a problem, never with a stack trace. */
final class ProblemResponses implements WebExceptionHandler, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);

    private static final Pattern WITHDRAWAL = Pattern.compile("/withdrawals/([0-9a-fA-F-]{36})");

    /** Before Spring Boot's own, which is at -1. */
    private static final int ORDER = -2;

    private final JsonMapper json;

    ProblemResponses(JsonMapper json) {
        this.json = json;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        Problem problem = problem(failure, exchange);
        response.setStatusCode(problem.status());
        response.getHeaders().putAll(problem.headers());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = problem.body(json).getBytes(StandardCharsets.UTF_8);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static Problem problem(Throwable failure, ServerWebExchange exchange) {
        return switch (failure) {
            case RefusedRequest refused -> refused.problem();
            case ResponseStatusException e when e.getStatusCode().is4xxClientError() -> {
                HttpStatus status = HttpStatus.valueOf(e.getStatusCode().value());
                yield Problem.of(status, status.name().toLowerCase(Locale.ROOT), reason(status));
            }
            default -> {
                // The message may hold a value of the request: the kind and the place are enough.
                LogLine.about(
                                LOG.atWarn(),
                                withdrawal(exchange),
                                exchange.getAttribute(Traces.TRACEPARENT))
                        .log(
                                "{} {} failed: {}",
                                exchange.getRequest().getMethod(),
                                exchange.getRequest().getPath().pathWithinApplication().value(),
                                Failures.describe(failure));
                yield Problem.unavailable();
            }
        };
    }

    /** Which one it is about, as far as the path tells. */
    private static @Nullable String withdrawal(ServerWebExchange exchange) {
        Matcher path = WITHDRAWAL.matcher(exchange.getRequest().getPath().value());
        return path.find() ? path.group(1) : null;
    }

    private static String reason(HttpStatus status) {
        return status == HttpStatus.NOT_FOUND
                ? "nothing is here (expected: a path of the API)"
                : status.getReasonPhrase();
    }
}
