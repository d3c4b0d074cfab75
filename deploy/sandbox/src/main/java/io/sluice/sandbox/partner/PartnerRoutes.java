package io.sluice.sandbox.partner;

import io.sluice.sandbox.http.Bodies;
import io.sluice.sandbox.http.FastRoutes;
import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.http.JsonAnswer;
import io.sluice.sandbox.http.JsonArrayAnswer;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The partner's endpoints and what they show of themselves. */
final class PartnerRoutes {

    private final PartnerChecks checks;
    private final Inbox pientegraStyle;
    private final Inbox praxisStyle;
    private final Clock clock;
    private volatile Manners manners = Manners.USUAL;

    PartnerRoutes(PartnerChecks checks, Inbox pientegraStyle, Inbox praxisStyle, Clock clock) {
        this.checks = checks;
        this.pientegraStyle = pientegraStyle;
        this.praxisStyle = praxisStyle;
        this.clock = clock;
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunction<ServerResponse> others =
                RouterFunctions.route()
                        .GET("/partner/webhooks", request -> list(request, pientegraStyle))
                        .GET("/partner/webhooks/count", request -> count(request, pientegraStyle))
                        .DELETE("/partner/webhooks", _ -> clear(pientegraStyle))
                        .GET("/partner/praxis", request -> list(request, praxisStyle))
                        .GET("/partner/praxis/count", request -> count(request, praxisStyle))
                        .DELETE("/partner/praxis", _ -> clear(praxisStyle))
                        .build();
        RouterFunction<ServerResponse> control =
                RouterFunctions.route().POST("/sandbox/partner", this::change).build();
        return new FastRoutes("/partner/", others)
                .post("/partner/webhooks", this::receivePientegraStyle)
                .post("/partner/praxis", this::receivePraxisStyle)
                .and(control);
    }

    private Mono<ServerResponse> receivePientegraStyle(ServerRequest request) {
        return Bodies.raw(request)
                .flatMap(
                        body -> {
                            Instant now = clock.instant();
                            HttpHeaders headers = request.headers().asHttpHeaders();
                            boolean verified = checks.pientegraStyle(headers, body, now);
                            JsonNode json = object(body);
                            Webhook.Subjects subjects =
                                    json == null
                                            ? Webhook.Subjects.none()
                                            : Webhook.Subjects.ofPientegraStyle(json);
                            JsonAnswer answer = JsonAnswer.empty(verified ? 204 : 401);
                            return answered(
                                    pientegraStyle,
                                    headers,
                                    body,
                                    json,
                                    verified,
                                    subjects,
                                    answer);
                        });
    }

    private Mono<ServerResponse> receivePraxisStyle(ServerRequest request) {
        return Bodies.raw(request)
                .flatMap(
                        body -> {
                            Instant now = clock.instant();
                            HttpHeaders headers = request.headers().asHttpHeaders();
                            JsonNode json = object(body);
                            boolean verified = checks.praxisStyle(headers, json);
                            Webhook.Subjects subjects =
                                    json == null
                                            ? Webhook.Subjects.none()
                                            : Webhook.Subjects.ofPraxisStyle(json);
                            JsonAnswer answer =
                                    verified ? checks.praxisAck(now) : JsonAnswer.empty(401);
                            return answered(
                                    praxisStyle, headers, body, json, verified, subjects, answer);
                        });
    }

    private Mono<ServerResponse> answered(
            Inbox inbox,
            HttpHeaders headers,
            byte[] body,
            @Nullable JsonNode json,
            boolean verified,
            Webhook.Subjects subjects,
            JsonAnswer usual) {
        Manners current = manners;
        boolean ordered = current.status() != 0 && current.status() != 204;
        JsonAnswer answer = ordered ? JsonAnswer.empty(current.status()) : usual;
        inbox.add(
                new Webhook(
                        clock.instant(),
                        plain(headers),
                        body,
                        json != null,
                        verified,
                        subjects,
                        answer.status()));
        Mono<ServerResponse> ready = Mono.just(answer);
        return current.delayMs() == 0
                ? ready
                : Mono.delay(Duration.ofMillis(current.delayMs())).then(ready);
    }

    private static Mono<ServerResponse> list(ServerRequest request, Inbox inbox) {
        String id = request.queryParam("withdrawalId").orElse("");
        Predicate<Webhook> wanted = id.isEmpty() ? _ -> true : webhook -> webhook.concerns(id);
        String limit = request.queryParam("limit").orElse("");
        if (!limit.matches("[0-9]{0,9}")) {
            return Mono.just(badRequest("limit: no whole number (expected: 1 or more)"));
        }
        long most = limit.isEmpty() ? Long.MAX_VALUE : Long.parseLong(limit);
        List<Webhook> found = inbox.latest(wanted, most);
        return Mono.just(new JsonArrayAnswer(found.stream().map(Webhook::toJson).iterator()));
    }

    private static Mono<ServerResponse> count(ServerRequest request, Inbox inbox) {
        Inbox.Counts counts = inbox.counts();
        String type = request.queryParam("eventType").orElse("");
        if (type.isEmpty()) {
            return Mono.just(JsonAnswer.of(200, counts));
        }
        long count = counts.byEventType().getOrDefault(type, 0L);
        return Mono.just(JsonAnswer.of(200, Map.of("eventType", type, "count", count)));
    }

    private static Mono<ServerResponse> clear(Inbox inbox) {
        inbox.clear();
        return Mono.just(JsonAnswer.empty(204));
    }

    private Mono<ServerResponse> change(ServerRequest request) {
        return Bodies.raw(request)
                .map(
                        body -> {
                            JsonNode json = object(body);
                            if (json == null) {
                                return badRequest(
                                        "body: no JSON object (expected: status, delayMs)");
                            }
                            try {
                                manners =
                                        new Manners(
                                                json.path("status").asInt(0),
                                                json.path("delayMs").asLong(0));
                                return JsonAnswer.of(200, manners);
                            } catch (IllegalArgumentException | JacksonException e) {
                                return badRequest(String.valueOf(e.getMessage()));
                            }
                        });
    }

    private static JsonAnswer badRequest(String message) {
        return JsonAnswer.of(400, Map.of("error", "validation_failed", "message", message));
    }

    private static @Nullable JsonNode object(byte[] body) {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            return json != null && json.isObject() ? json : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    /** Lower-case names, one text each. */
    private static Map<String, String> plain(HttpHeaders headers) {
        Map<String, String> plain = new TreeMap<>();
        headers.forEach(
                (name, values) ->
                        plain.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return plain;
    }
}
