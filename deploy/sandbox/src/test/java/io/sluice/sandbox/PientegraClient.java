package io.sluice.sandbox;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.UUID;

/** Calls Pientegra's side of the sandbox as the gateway does. */
final class PientegraClient {

    static final String BASE = "/pientegra/api/v1/external";
    private static final String IBAN = "TR320010009999901234567890";

    private final Sandbox sandbox;

    PientegraClient(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    static String body(long amount) {
        return body("user-12345", amount, IBAN);
    }

    static String body(String user, long amount, String iban) {
        return """
        {"externalUserId":"%s","externalUserLabel":"Demo user","amount":"%d","currency":"TRY","targetIban":"%s","targetHolderName":"Ayşe Yılmaz"}"""
                .formatted(user, amount, iban);
    }

    Sandbox.Reply open(String key, String body) {
        return sandbox.post(
                BASE + "/withdrawals",
                body,
                "Authorization",
                "Bearer " + Sandbox.KEY,
                "Idempotency-Key",
                key,
                "Content-Type",
                "application/json");
    }

    Sandbox.Reply get(String path) {
        return sandbox.get(BASE + path, "Authorization", "Bearer " + Sandbox.KEY);
    }

    Sandbox.Reply post(String path) {
        return sandbox.post(BASE + path, "", "Authorization", "Bearer " + Sandbox.KEY);
    }

    String status(String id) {
        return get("/withdrawals/" + id).json().path("status").asString();
    }

    /** Repeats until the withdrawal's id is known, as the gateway does in doubt. */
    String idByReplay(String key, String body) {
        return Sandbox.await(
                "an answer to a replay",
                () -> {
                    Sandbox.Reply reply = open(key, body);
                    return reply.status() == 201 ? id(reply.json()) : null;
                });
    }

    private static @Nullable String id(JsonNode created) {
        JsonNode id = created.path("withdrawalId");
        return id.isMissingNode() ? null : id.asString();
    }
}
