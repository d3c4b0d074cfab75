package io.sluice.withdrawal.adapter.http;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.ChangeFeed;
import io.sluice.withdrawal.application.EventLedger;
import io.sluice.withdrawal.application.ReadWithdrawals;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.webhook.DeliverWebhooks;
import io.sluice.withdrawal.domain.Application;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The partner's event ledger: what it was or will be told, again if it wants, and live. */
final class ExternalEvents {

    private static final int MOST_STREAMS = 2_000;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final EventLedger ledger;
    private final ReadWithdrawals withdrawals;
    private final ChangeFeed changes;
    private final DeliverWebhooks webhooks;
    private final JsonMapper json;
    private final AtomicInteger streams = new AtomicInteger();

    ExternalEvents(
            EventLedger ledger,
            ReadWithdrawals withdrawals,
            ChangeFeed changes,
            DeliverWebhooks webhooks,
            JsonMapper json) {
        this.ledger = ledger;
        this.withdrawals = withdrawals;
        this.changes = changes;
        this.webhooks = webhooks;
        this.json = json;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        String key = Authentication.application(request).applicationKey();
        return EventQuery.read(request, key)
                .orRefuse()
                .flatMap(
                        query ->
                                ledger.list(EventQuery.withLimit(query, query.limit() + 1))
                                        .flatMap(found -> page(found, query.limit())));
    }

    private Mono<ServerResponse> page(List<EventLedger.Told> found, int limit) {
        boolean more = found.size() > limit;
        List<EventLedger.Told> page = more ? found.subList(0, limit) : found;
        ObjectNode body = json.createObjectNode();
        ArrayNode data = body.putArray("data");
        page.forEach(each -> data.add(body(each)));
        body.put("nextCursor", more ? EventQuery.cursor(page.getLast().position()) : null);
        return json(HttpStatus.OK, body);
    }

    private ObjectNode body(EventLedger.Told told) {
        ObjectNode payload = (ObjectNode) json.readTree(told.body());
        payload.remove(List.of("eventId", "eventType", "occurredAt"));
        ObjectNode body =
                json.createObjectNode()
                        .put("eventId", told.eventId().toString())
                        .put("eventType", told.eventType())
                        .put("occurredAt", WithdrawalBodies.text(told.occurredAt()))
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
                .flatMap(
                        replayed -> {
                            if (replayed.isEmpty()) {
                                return absent();
                            }
                            if (!replayed.get()) {
                                return Problem.of(
                                                HttpStatus.CONFLICT,
                                                "already_pending",
                                                "event: pending anyway, or not for delivery")
                                        .response(json);
                            }
                            webhooks.wake(key);
                            return ServerResponse.accepted().build();
                        })
                .switchIfEmpty(Mono.defer(this::absent));
    }

    /** A range by createdFrom and createdTo; without one, all that are dead. */
    Mono<ServerResponse> replayMany(ServerRequest request) {
        String key = Authentication.application(request).applicationKey();
        return EventQuery.read(request, key)
                .orRefuse()
                .flatMap(query -> ledger.replayMany(key, query.createdFrom(), query.createdTo()))
                .flatMap(
                        count -> {
                            webhooks.wake(key);
                            return json(
                                    HttpStatus.ACCEPTED,
                                    json.createObjectNode().put("replayed", count));
                        });
    }

    Mono<ServerResponse> stream(ServerRequest request) {
        Application application = Authentication.application(request);
        Problem absent = Problem.notFound("withdrawalId (expected: one of this application)");
        WithdrawalId id;
        try {
            id = WithdrawalId.of(request.pathVariable("id"));
        } catch (IllegalArgumentException _) {
            return absent.response(json);
        }
        return withdrawals
                .one(application.applicationKey(), id)
                .flatMap(found -> stream(found.id(), lastEventId(request)))
                .switchIfEmpty(Mono.defer(() -> absent.response(json)));
    }

    private Mono<ServerResponse> stream(WithdrawalId id, int after) {
        if (streams.incrementAndGet() > MOST_STREAMS) {
            streams.decrementAndGet();
            return Problem.unavailable().response(json);
        }
        AtomicInteger last = new AtomicInteger(after);
        Flux<ServerSentEvent<String>> events =
                changes.looks(id)
                        .concatMap(_ -> ledger.since(id, last.get()), 1)
                        .concatMapIterable(found -> found)
                        .filter(told -> told.sequence() > last.get())
                        .doOnNext(told -> last.set(told.sequence()))
                        .map(
                                told ->
                                        ServerSentEvent.builder(told.body())
                                                .event(told.eventType())
                                                .id(Integer.toString(told.sequence()))
                                                .build());
        Flux<ServerSentEvent<String>> signs =
                Flux.interval(KEEP_ALIVE)
                        .onBackpressureDrop()
                        .map(_ -> ServerSentEvent.<String>builder().comment("still here").build());
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .body(
                        BodyInserters.fromServerSentEvents(
                                Flux.merge(events, signs)
                                        .doFinally(_ -> streams.decrementAndGet())));
    }

    private static int lastEventId(ServerRequest request) {
        String text = request.headers().firstHeader("Last-Event-ID");
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text.strip()));
        } catch (NumberFormatException _) {
            return 0;
        }
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
