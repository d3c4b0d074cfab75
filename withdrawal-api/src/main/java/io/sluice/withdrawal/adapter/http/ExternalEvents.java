package io.sluice.withdrawal.adapter.http;

import io.sluice.withdrawal.application.EventLedger;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.webhook.DeliverWebhooks;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.UUID;

/** The partner's event ledger: what it was or will be told, again if it wants, and live. */
final class ExternalEvents {

    private final EventLedger ledger;
    private final DeliverWebhooks webhooks;
    private final JsonMapper json;

    ExternalEvents(EventLedger ledger, DeliverWebhooks webhooks, JsonMapper json) {
        this.ledger = ledger;
        this.webhooks = webhooks;
        this.json = json;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        String key = Authentication.application(request).applicationKey();
        return EventQuery.page(request, key)
                .orRefuse()
                .flatMap(
                        query ->
                                ledger.list(query.filter(), query.before(), query.limit() + 1)
                                        .flatMap(found -> page(found, query.limit())));
    }

    private Mono<ServerResponse> page(List<EventLedger.Told> found, int limit) {
        boolean more = found.size() > limit;
        List<EventLedger.Told> page = more ? found.subList(0, limit) : found;
        ObjectNode body = json.createObjectNode();
        ArrayNode data = body.putArray("data");
        page.forEach(each -> data.add(body(each)));
        body.put("nextCursor", more ? EventQuery.cursor(page.getLast().place()) : null);
        return json(HttpStatus.OK, body);
    }

    private ObjectNode body(EventLedger.Told told) {
        ObjectNode payload = (ObjectNode) json.readTree(told.body());
        payload.remove(List.of("eventId", "eventType", "occurredAt"));
        ObjectNode body =
                json.createObjectNode()
                        .put("eventId", told.eventId().toString())
                        .put("eventType", told.eventType())
                        .put("occurredAt", WithdrawalBodies.text(told.place().occurredAt()))
                        .put(
                                "deliveryStatus",
                                told.status() == EventLedger.DeliveryStatus.NONE
                                        ? null
                                        : told.status().name())
                        .put("attempts", told.attempts())
                        .put("lastResponseStatus", told.lastResponseStatus())
                        .put("lastError", told.lastError())
                        .put(
                                "deliveredAt",
                                told.deliveredAt() == null
                                        ? null
                                        : WithdrawalBodies.text(told.deliveredAt()));
        body.set("payload", payload);
        return body;
    }

    Mono<ServerResponse> one(ServerRequest request) {
        String key = Authentication.application(request).applicationKey();
        return eventId(request)
                .flatMap(id -> ledger.find(key, id))
                .zipWhen(found -> ledger.attempts(found.eventId()))
                .flatMap(
                        found -> {
                            ObjectNode body = body(found.getT1());
                            ArrayNode history = body.putArray("attemptHistory");
                            found.getT2().forEach(each -> history.add(attempt(json, each)));
                            return json(HttpStatus.OK, body);
                        })
                .switchIfEmpty(Mono.defer(this::absent));
    }

    static ObjectNode attempt(JsonMapper json, EventLedger.Attempt each) {
        return json.createObjectNode()
                .put("attemptedAt", WithdrawalBodies.text(each.attemptedAt()))
                .put("status", each.status())
                .put("latencyMs", each.latencyMillis())
                .put("error", each.error())
                .put("response", each.response());
    }

    Mono<ServerResponse> replay(ServerRequest request) {
        String key = Authentication.application(request).applicationKey();
        return eventId(request)
                .flatMap(id -> ledger.replay(key, id))
                .flatMap(replayed -> answer(key, replayed))
                .switchIfEmpty(Mono.defer(this::absent));
    }

    private Mono<ServerResponse> answer(String key, EventLedger.Replayed replayed) {
        return switch (replayed) {
            case UNKNOWN -> absent();
            case NOT_REPLAYABLE ->
                    Problem.of(
                                    HttpStatus.CONFLICT,
                                    "already_pending",
                                    "event: pending anyway, or not for delivery")
                            .response(json);
            case DUE_AGAIN -> {
                webhooks.wake(key);
                yield ServerResponse.accepted().build();
            }
        };
    }

    /** A range by createdFrom and createdTo; without one, all that are dead. */
    Mono<ServerResponse> replayMany(ServerRequest request) {
        String key = Authentication.application(request).applicationKey();
        return EventQuery.replay(request, key)
                .orRefuse()
                .flatMap(query -> ledger.replayAll(query.filter()))
                .flatMap(
                        count -> {
                            webhooks.wake(key);
                            return json(
                                    HttpStatus.ACCEPTED,
                                    json.createObjectNode().put("replayed", count));
                        });
    }

    private static Mono<UUID> eventId(ServerRequest request) {
        try {
            return Mono.just(UUID.fromString(request.pathVariable("id")));
        } catch (IllegalArgumentException _) {
            return Mono.empty();
        }
    }

    private Mono<ServerResponse> absent() {
        return Problem.notFound("eventId (expected: one of this application)").response(json);
    }

    private Mono<ServerResponse> json(HttpStatus status, JsonNode body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json.writeValueAsString(body));
    }
}
