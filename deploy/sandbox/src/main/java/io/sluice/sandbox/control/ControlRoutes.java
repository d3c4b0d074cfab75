package io.sluice.sandbox.control;

import io.sluice.sandbox.http.Bodies;
import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.http.JsonAnswer;
import io.sluice.sandbox.http.JsonArrayAnswer;

import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What tests ask and order of the sandbox itself. */
final class ControlRoutes {

    private final List<PaidSource> sources;
    private final Chaos chaos;

    ControlRoutes(List<PaidSource> sources, Chaos chaos) {
        this.sources = List.copyOf(sources);
        this.chaos = chaos;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/sandbox/paid", this::paid)
                .GET("/sandbox/paid/totals", _ -> Mono.just(totals()))
                .GET("/sandbox/chaos", _ -> Mono.just(chaosNow()))
                .POST("/sandbox/chaos", this::setChaos)
                .build();
    }

    private Mono<ServerResponse> paid(ServerRequest request) {
        String after = request.queryParam("after").orElse("0");
        String limit = request.queryParam("limit").orElse("999999999");
        if (!after.matches("[0-9]{1,18}") || !limit.matches("[0-9]{1,9}")) {
            return Mono.just(badRequest("after, limit: no whole number (expected: 0 or more)"));
        }
        Instant since;
        try {
            since = request.queryParam("since").map(Instant::parse).orElse(Instant.MIN);
        } catch (DateTimeParseException _) {
            return Mono.just(badRequest("since: no time (expected: ISO 8601, UTC)"));
        }
        Stream<Paid> found =
                sources.stream()
                        .flatMap(source -> source.paidAfter(Long.parseLong(after)))
                        .filter(paid -> !paid.changedAt().isBefore(since))
                        .sorted(Comparator.comparingLong(Paid::sequence))
                        .limit(Long.parseLong(limit));
        return Mono.just(new JsonArrayAnswer(found.map(Json::bytes).iterator()));
    }

    private JsonAnswer totals() {
        return JsonAnswer.of(200, sources.stream().flatMap(PaidSource::totals).toList());
    }

    private Mono<ServerResponse> setChaos(ServerRequest request) {
        return Bodies.raw(request)
                .map(
                        body -> {
                            try {
                                JsonNode json = Json.MAPPER.readTree(body);
                                chaos.set(json.path("percent").intValue());
                                return chaosNow();
                            } catch (IllegalArgumentException e) {
                                return badRequest(String.valueOf(e.getMessage()));
                            } catch (JacksonException _) {
                                return badRequest("percent: no number (expected: 0 to 100)");
                            }
                        });
    }

    private JsonAnswer chaosNow() {
        return JsonAnswer.of(200, Map.of("percent", chaos.percent()));
    }

    private static JsonAnswer badRequest(String message) {
        return JsonAnswer.of(400, Map.of("error", "validation_failed", "message", message));
    }
}
