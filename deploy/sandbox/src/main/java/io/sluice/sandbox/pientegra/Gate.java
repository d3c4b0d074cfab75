package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.http.JsonAnswer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;

/** Lets in who has the key and keeps to the rate. */
final class Gate {

    private final byte[] expected;
    private final int requestsPerMinute;
    private final Clock clock;
    private long minute;
    private int requests;

    Gate(PientegraSettings settings, Clock clock) {
        this.expected = ("Bearer " + settings.apiKey()).getBytes(StandardCharsets.UTF_8);
        this.requestsPerMinute = settings.requestsPerMinute();
        this.clock = clock;
    }

    /** The refusal, or null for who may pass. */
    @Nullable JsonAnswer refusal(ServerRequest request) {
        String given = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        if (given == null
                || !MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
            return Errors.unauthorized();
        }
        return requestsPerMinute > 0 && !counted() ? Errors.tooManyRequests() : null;
    }

    private synchronized boolean counted() {
        long now = clock.millis() / 60_000;
        if (now != minute) {
            minute = now;
            requests = 0;
        }
        requests++;
        return requests <= requestsPerMinute;
    }
}
