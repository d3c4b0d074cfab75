package io.sluice.withdrawal.adapter.http;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;

/** An answer in JSON. */
final class JsonAnswer {

    private JsonAnswer() {}

    static Mono<ServerResponse> of(HttpStatus status, JsonNode body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.toString());
    }

    /** What is shown this once: not to be kept by what lies between. */
    static Mono<ServerResponse> secret(HttpStatus status, JsonNode body) {
        return ServerResponse.status(status)
                .header("Cache-Control", "no-store")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.toString());
    }
}
