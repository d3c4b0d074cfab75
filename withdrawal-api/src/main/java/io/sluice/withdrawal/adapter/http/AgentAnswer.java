package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.AgentSignature;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;

/**
 * What an agent is answered: 0 with a transaction, or why not.
 *
 * @param status 0, positive for a refusal, negative for a failure of ours
 */
record AgentAnswer(int status, String description, @Nullable ObjectNode transaction) {

    static final String VERSION = "1.3";
    static final int REFUSED = 400;
    static final int UNKNOWN_CALLER = 401;
    static final int ADDRESS_REFUSED = 406;
    static final int LIMITED = 429;
    static final int FAILED = -1;
    private static final int LONGEST_DESCRIPTION = 256;

    AgentAnswer {
        description = description.substring(0, Math.min(LONGEST_DESCRIPTION, description.length()));
    }

    static AgentAnswer ok(ObjectNode transaction) {
        return new AgentAnswer(0, "Ok", transaction);
    }

    static AgentAnswer refused(String description) {
        return new AgentAnswer(REFUSED, description, null);
    }

    /** Nothing was done: to be repeated after what {@code Retry-After} says. */
    static AgentAnswer limited(int quota) {
        return new AgentAnswer(
                LIMITED, "rate limit: more than " + quota + " requests a minute", null);
    }

    /** Signed with the secret that verified the request; unsigned where no application is known. */
    Mono<ServerResponse> response(
            JsonMapper json, HttpStatus http, Instant now, @Nullable String secret) {
        long timestamp = now.getEpochSecond();
        ObjectNode body =
                json.createObjectNode().put("status", status).put("description", description);
        body.set("transaction", transaction == null ? json.nullNode() : transaction);
        body.put("version", VERSION).put("timestamp", timestamp);
        ServerResponse.BodyBuilder response =
                ServerResponse.status(http).contentType(MediaType.APPLICATION_JSON);
        if (secret != null) {
            response.header(AgentSignature.HEADER, signature(timestamp, secret));
        }
        return response.bodyValue(json.writeValueAsString(body));
    }

    private String signature(long timestamp, String secret) {
        return AgentSignature.of(
                List.of(
                        Integer.toString(status),
                        Long.toString(timestamp),
                        signed("tid"),
                        signed("transaction_status"),
                        signed("processed_currency"),
                        signed("processed_amount")),
                secret);
    }

    private String signed(String field) {
        return transaction == null ? "" : AgentSignature.text(transaction.get(field));
    }
}
