package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.control.Chaos;
import io.sluice.sandbox.http.Bodies;
import io.sluice.sandbox.http.FastRoutes;
import io.sluice.sandbox.http.Json;
import io.sluice.sandbox.http.JsonAnswer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The External API over HTTP. */
final class PientegraRoutes {

    private static final Pattern UUID_4_OR_7 =
            Pattern.compile(
                    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[47][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");
    private static final Set<String> STATUSES =
            Set.of("PENDING_REVIEW", "APPROVED", "SENT", "REJECTED", "RETURNED");
    private static final Set<String> DELIVERY_STATUSES =
            Set.of("PENDING", "DELIVERED", "FAILED", "DEAD");

    private final Gate gate;
    private final OpenWithdrawal openWithdrawal;
    private final Payouts payouts;
    private final EventLedger events;
    private final PayoutRunner runner;
    private final Chaos chaos;

    PientegraRoutes(
            Gate gate,
            OpenWithdrawal openWithdrawal,
            Payouts payouts,
            EventLedger events,
            PayoutRunner runner,
            Chaos chaos) {
        this.gate = gate;
        this.openWithdrawal = openWithdrawal;
        this.payouts = payouts;
        this.events = events;
        this.runner = runner;
        this.chaos = chaos;
    }

    RouterFunction<ServerResponse> routes() {
        String base = "/pientegra/api/v1/external";
        RouterFunction<ServerResponse> others =
                RouterFunctions.route()
                        .GET(base + "/withdrawals", request -> reading(request, this::list))
                        .GET(base + "/withdrawals/{id}", request -> reading(request, this::show))
                        .GET(base + "/events", request -> reading(request, this::listEvents))
                        .POST(
                                base + "/events/{id}/replay",
                                request -> admitted(request, this::replay))
                        .build();
        return new FastRoutes(base, others)
                .post(base + "/withdrawals", request -> admitted(request, this::open));
    }

    private Mono<ServerResponse> admitted(
            ServerRequest request, Function<ServerRequest, Mono<ServerResponse>> handler) {
        JsonAnswer refusal = gate.refusal(request);
        return refusal == null ? handler.apply(request) : Mono.just(refusal);
    }

    private Mono<ServerResponse> reading(
            ServerRequest request, Function<ServerRequest, ServerResponse> handler) {
        return admitted(
                request,
                admitted ->
                        Mono.just(
                                chaos.strikes() ? Errors.serverError() : handler.apply(admitted)));
    }

    private Mono<ServerResponse> open(ServerRequest request) {
        String key = request.headers().firstHeader("Idempotency-Key");
        if (key == null || !UUID_4_OR_7.matcher(key).matches()) {
            return Mono.just(
                    Errors.validation(
                            "Idempotency-Key: missing or malformed (expected: UUID version 4 or 7)"));
        }
        return Bodies.raw(request)
                .flatMap(body -> openWithdrawal.answer(UUID.fromString(key), body))
                .onErrorResume(
                        DataBufferLimitException.class,
                        _ -> Mono.just(Errors.of(413, "validation_failed", "body: too long")));
    }

    private ServerResponse show(ServerRequest request) {
        UUID id = uuid(request.pathVariable("id"));
        Payout payout = id == null ? null : payouts.byId(id);
        return payout == null
                ? Errors.notFound("withdrawal")
                : JsonAnswer.of(200, WithdrawalJson.of(payout));
    }

    private ServerResponse list(ServerRequest request) {
        try {
            ListQuery query = ListQuery.read(request, "status", STATUSES);
            List<Payout> found =
                    payouts.before(query.before())
                            .takeWhile(payout -> !payout.order().createdAt().isBefore(query.from()))
                            .filter(payout -> query.covers(payout.order().createdAt()))
                            .filter(payout -> query.wants(payout.status()))
                            .limit(query.limit() + 1L)
                            .toList();
            boolean more = found.size() > query.limit();
            List<Payout> page = more ? found.subList(0, query.limit()) : found;
            String next = more ? Long.toString(page.getLast().order().number()) : null;
            return page(page.stream().map(WithdrawalJson::of).toList(), next);
        } catch (WithdrawalRequest.Invalid e) {
            return Errors.validation(String.valueOf(e.getMessage()));
        }
    }

    private ServerResponse listEvents(ServerRequest request) {
        try {
            ListQuery query = ListQuery.read(request, "deliveryStatus", DELIVERY_STATUSES);
            String type = request.queryParam("eventType").orElse("");
            List<EventLedger.Entry> found =
                    events.before(
                            query.before(),
                            entry ->
                                    query.covers(entry.event().occurredAt())
                                            && query.wants(entry.deliveryStatus())
                                            && (type.isEmpty()
                                                    || entry.event().type().equals(type)),
                            query.limit() + 1);
            boolean more = found.size() > query.limit();
            List<EventLedger.Entry> page = more ? found.subList(0, query.limit()) : found;
            String next = more ? Long.toString(page.getLast().position()) : null;
            return page(page.stream().map(EventJson::of).toList(), next);
        } catch (WithdrawalRequest.Invalid e) {
            return Errors.validation(String.valueOf(e.getMessage()));
        }
    }

    private Mono<ServerResponse> replay(ServerRequest request) {
        UUID id = uuid(request.pathVariable("id"));
        EventLedger.Entry entry = id == null ? null : events.find(id);
        if (entry == null) {
            return Mono.just(Errors.notFound("event"));
        }
        if (entry.deliveryStatus().equals("PENDING")) {
            return Mono.just(Errors.of(409, "event_pending", "the event is being delivered"));
        }
        runner.replay(entry);
        return Mono.just(JsonAnswer.of(202, EventJson.of(entry)));
    }

    /** A last page says {@code "nextCursor": null}. */
    private static JsonAnswer page(List<?> rows, @Nullable String next) {
        ObjectNode page = Json.MAPPER.createObjectNode();
        page.set("data", Json.MAPPER.<JsonNode>valueToTree(rows));
        page.put("nextCursor", next);
        return JsonAnswer.of(200, page);
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** A row of the list of events. */
    private record EventJson(
            UUID eventId,
            String eventType,
            Instant occurredAt,
            String deliveryStatus,
            int attempts,
            @Nullable Integer lastResponseStatus,
            @Nullable Instant deliveredAt,
            Payload payload) {

        private static EventJson of(EventLedger.Entry entry) {
            return new EventJson(
                    entry.event().id(),
                    entry.event().type(),
                    entry.event().occurredAt(),
                    entry.deliveryStatus(),
                    entry.attempts(),
                    entry.lastStatus() == 0 ? null : entry.lastStatus(),
                    entry.deliveredAt(),
                    new Payload(WithdrawalJson.of(entry.order(), entry.event())));
        }
    }

    private record Payload(WithdrawalJson withdrawal) {}
}
