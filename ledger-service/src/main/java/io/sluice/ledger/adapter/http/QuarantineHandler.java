package io.sluice.ledger.adapter.http;

import io.sluice.ledger.application.ResolveQuarantine;
import io.sluice.ledger.domain.QuarantineId;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

/** Closing a quarantined fact: the first operator 202, the second 200. */
final class QuarantineHandler {

    private static final int LONGEST_TEXT = 1_000;

    private final ResolveQuarantine resolveQuarantine;
    private final JsonMapper json;

    QuarantineHandler(ResolveQuarantine resolveQuarantine, JsonMapper json) {
        this.resolveQuarantine = resolveQuarantine;
        this.json = json;
    }

    Mono<ServerResponse> resolve(ServerRequest request) {
        QuarantineId id = new QuarantineId(Parameters.uuid(request, "quarantineId"));
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(this::reason)
                .flatMap(
                        reason ->
                                resolveQuarantine.resolve(id, OperatorTokens.name(request), reason))
                .flatMap(QuarantineHandler::answer);
    }

    private String reason(byte[] body) {
        try {
            String reason = json.readTree(body).path("reason").asString("");
            if (!reason.isBlank() && reason.length() <= LONGEST_TEXT) {
                return reason;
            }
        } catch (JacksonException _) {
            // said below, without quoting what was sent
        }
        throw new BadRequest("reason", "text of 1 to " + LONGEST_TEXT + " characters");
    }

    private static Mono<ServerResponse> answer(ResolveQuarantine.Answer answer) {
        return switch (answer) {
            case UNKNOWN ->
                    Problems.of(
                            new Problem(
                                    404,
                                    "not_found",
                                    "Not found",
                                    "quarantineId: unknown (expected: one of /ledger/quarantine)",
                                    List.of()));
            case ALREADY_RESOLVED -> conflict("already_resolved", "it is resolved");
            case SAME_OPERATOR ->
                    conflict("second_operator_needed", "approved before by the same operator");
            case FIRST -> ok(202, "second operator needed");
            case RESOLVED -> ok(200, "resolved");
        };
    }

    private static Mono<ServerResponse> conflict(String code, String detail) {
        return Problems.of(new Problem(409, code, "Conflict", detail, List.of()));
    }

    private static Mono<ServerResponse> ok(int status, String state) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("state", state));
    }
}
