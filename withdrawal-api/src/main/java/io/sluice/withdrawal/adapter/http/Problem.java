package io.sluice.withdrawal.adapter.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;

/**
 * A refusal as partners read it: RFC 9457 problem details, with Pientegra's code and
 * message beside.
 *
 * @param code stable, for programs
 * @param detail what was seen and what was expected; never personal data
 */
record Problem(
        HttpStatus status,
        String code,
        String detail,
        List<FieldError> errors,
        HttpHeaders headers) {

    static final String TYPE_PREFIX = "urn:sluice:problem:";

    /**
     * What is wrong with one field.
     *
     * @param expected with the shape of what came, never the value itself
     */
    record FieldError(String field, String expected) {}

    static Problem of(HttpStatus status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), new HttpHeaders());
    }

    static Problem unauthorized() {
        return of(
                        HttpStatus.UNAUTHORIZED,
                        "unauthorized",
                        "Authorization: (expected: Bearer and a live API key)")
                .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    static Problem notFound(String what) {
        return of(HttpStatus.NOT_FOUND, "not_found", what);
    }

    static Problem invalid(List<FieldError> errors) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "validation_failed",
                String.join(
                        "; ",
                        errors.stream()
                                .map(e -> e.field() + " (expected: " + e.expected() + ")")
                                .toList()),
                List.copyOf(errors),
                new HttpHeaders());
    }

    static Problem unavailable() {
        return of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "unavailable",
                        "not known to be taken (expected: the same request again, with the same key)")
                .with(HttpHeaders.RETRY_AFTER, "1");
    }

    Problem with(String header, String value) {
        HttpHeaders more = new HttpHeaders();
        more.putAll(headers);
        more.set(header, value);
        return new Problem(status, code, detail, errors, more);
    }

    String body(JsonMapper json) {
        ObjectNode body =
                json.createObjectNode()
                        .put("type", TYPE_PREFIX + code)
                        .put("title", title())
                        .put("status", status.value())
                        .put("detail", detail)
                        .put("error", code)
                        .put("message", detail);
        if (!errors.isEmpty()) {
            ArrayNode list = body.putArray("errors");
            errors.forEach(
                    e -> list.addObject().put("field", e.field()).put("expected", e.expected()));
        }
        return json.writeValueAsString(body);
    }

    private String title() {
        String words = code.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    Mono<ServerResponse> response(JsonMapper json) {
        return ServerResponse.status(status)
                .headers(target -> target.putAll(headers))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(body(json));
    }
}
