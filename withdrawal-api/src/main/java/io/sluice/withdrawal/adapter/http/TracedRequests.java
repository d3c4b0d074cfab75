package io.sluice.withdrawal.adapter.http;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.sluice.messaging.observe.Traces;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import reactor.core.publisher.Mono;

import java.util.Objects;

/** A partner's request is where a withdrawal's trace begins, or goes on from the partner's own. */
final class TracedRequests implements WebFilter {

    private static final int SERVER_ERROR = 500;

    private final Traces traces;

    TracedRequests(Traces traces) {
        this.traces = traces;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        HttpMethod method = exchange.getRequest().getMethod();
        if (!traces.isOn()
                || !method.equals(HttpMethod.POST)
                || !(path.startsWith("/external/") || path.startsWith("/agent/"))) {
            return chain.filter(exchange);
        }
        return Mono.defer(() -> traced(exchange, chain));
    }

    private Mono<Void> traced(ServerWebExchange exchange, WebFilterChain chain) {
        Span span =
                traces.begin(
                        SpanKind.SERVER,
                        "POST",
                        exchange.getRequest().getHeaders().getFirst(Traces.TRACEPARENT));
        String traceparent =
                Objects.requireNonNull(Traces.traceparent(span), "a span that was begun");
        exchange.getAttributes().put(Traces.TRACEPARENT, traceparent);
        return chain.filter(exchange).doFinally(_ -> end(span, exchange));
    }

    private static void end(Span span, ServerWebExchange exchange) {
        Object route = exchange.getAttribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE);
        span.updateName("POST " + (route == null ? "unknown" : route));
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        if (status != null) {
            span.setAttribute("http.response.status_code", status.value());
            if (status.value() >= SERVER_ERROR) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }
}
