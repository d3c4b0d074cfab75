package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.RateLimits;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Tells a caller what is left of its rate limit, where it has one. */
final class RateHeaders {

    private RateHeaders() {}

    static void put(ServerRequest request, RateLimits.Ticket ticket) {
        if (ticket.quota() == 0) {
            return;
        }
        HttpHeaders headers = request.exchange().getResponse().getHeaders();
        headers.set(
                "RateLimit-Policy",
                "\"burst\";q=" + ticket.quota() + ";w=" + RateLimits.WINDOW_SECONDS);
        headers.set(
                "RateLimit", "\"burst\";r=" + ticket.remaining() + ";t=" + ticket.resetSeconds());
        if (!ticket.taken()) {
            headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(ticket.resetSeconds()));
        }
    }
}
