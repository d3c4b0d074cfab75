package io.sluice.ingest.adapter.http;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.Locale;

/** Answers as RFC 9457 problem details; {@code error} is the stable code. */
final class Problems {

    private Problems() {}

    static Mono<ServerResponse> of(Refusal refusal, String detail) {
        boolean isLast = refusal == Refusal.BODY_TOO_LARGE || refusal == Refusal.BODY_TOO_SLOW;
        return isLast ? last(refusal, detail) : answer(response(refusal), refusal, detail);
    }

    /** The last on its connection. */
    static Mono<ServerResponse> last(Refusal refusal, String detail) {
        return answer(response(refusal).header("Connection", "close"), refusal, detail);
    }

    private static ServerResponse.BodyBuilder response(Refusal refusal) {
        ServerResponse.BodyBuilder response =
                ServerResponse.status(refusal.status())
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        return refusal == Refusal.RATE_EXCEEDED ? response.header("Retry-After", "1") : response;
    }

    private static Mono<ServerResponse> answer(
            ServerResponse.BodyBuilder response, Refusal refusal, String detail) {
        return response.bodyValue(
                body(
                        HttpStatusCode.valueOf(refusal.status()),
                        refusal.name().toLowerCase(Locale.ROOT),
                        detail));
    }

    static Mono<ServerResponse> of(HttpStatus status, String error, String detail) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(body(status, error, detail));
    }

    private static ProblemDetail body(HttpStatusCode status, String error, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:sluice:problem:" + error));
        problem.setProperty("error", error);
        return problem;
    }
}
