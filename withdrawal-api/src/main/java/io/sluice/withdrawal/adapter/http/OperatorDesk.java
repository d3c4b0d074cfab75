package io.sluice.withdrawal.adapter.http;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.Settings;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Withdrawal;

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
import java.util.Optional;

/** The operators' side: applications, review, audit trail. */
final class OperatorDesk {

    private static final int MAX_REASON = 500;
    private static final int MOST_AUDITED = 200;

    /** What an operator says of a withdrawal. */
    interface Word {
        Mono<Reviews.Ruling> say(WithdrawalId id, String operator, String reason);
    }

    private final Directory directory;
    private final Settings settings;
    private final Reviews reviews;
    private final ApplicationBody applicationBody;
    private final JsonBody jsonBody;
    private final JsonMapper json;

    OperatorDesk(
            Directory directory,
            Settings settings,
            Reviews reviews,
            ApplicationBody applicationBody,
            JsonBody jsonBody,
            JsonMapper json) {
        this.directory = directory;
        this.settings = settings;
        this.reviews = reviews;
        this.applicationBody = applicationBody;
        this.jsonBody = jsonBody;
        this.json = json;
    }

    Mono<ServerResponse> application(ServerRequest request) {
        return directory
                .byKey(request.pathVariable("key"))
                .map(found -> json(HttpStatus.OK, applicationBody.write(found)))
                .orElseGet(this::noApplication);
    }

    Mono<ServerResponse> changeApplication(ServerRequest request) {
        String key = request.pathVariable("key");
        Optional<Application> before = directory.byKey(key);
        if (before.isEmpty()) {
            return noApplication();
        }
        return jsonBody.bytes(request)
                .flatMap(bytes -> jsonBody.object(bytes).orRefuse())
                .flatMap(body -> applicationBody.read(body).orRefuse())
                .flatMap(
                        changes ->
                                settings.change(key, changes)
                                        .then(
                                                reviews.note(
                                                        OperatorGate.operator(request),
                                                        "change-application",
                                                        key,
                                                        String.join(", ", changes.keySet()))))
                .then(
                        Mono.defer(
                                () ->
                                        directory
                                                .byKey(key)
                                                .map(
                                                        now ->
                                                                json(
                                                                        HttpStatus.OK,
                                                                        applicationBody.write(now)))
                                                .orElseGet(this::noApplication)));
    }

    private Mono<ServerResponse> noApplication() {
        return Problem.notFound("application_key (expected: a known one)").response(json);
    }

    Mono<ServerResponse> underReview(ServerRequest request) {
        String state = request.queryParam("state").orElse("REVIEW");
        if (!state.equals("REVIEW")) {
            return Problem.invalid(List.of(new Problem.FieldError("state", "REVIEW")))
                    .response(json);
        }
        return reviews.waiting()
                .flatMap(
                        waiting -> {
                            ArrayNode list = json.createArrayNode();
                            waiting.forEach(each -> list.add(body(each)));
                            return json(HttpStatus.OK, list);
                        });
    }

    private ObjectNode body(Reviews.Waiting waiting) {
        Withdrawal withdrawal = waiting.withdrawal();
        ObjectNode body =
                json.createObjectNode()
                        .put("withdrawalId", withdrawal.id().toString())
                        .put("referenceNo", withdrawal.referenceNo().text())
                        .put("merchantId", withdrawal.merchantId())
                        .put("applicationKey", withdrawal.applicationKey())
                        .put("externalUserId", withdrawal.externalUserId())
                        .put("amount", Long.toString(withdrawal.amount()))
                        .put("currency", withdrawal.currency().getCurrencyCode())
                        .put("state", "REVIEW");
        ArrayNode approvedBy = body.putArray("approvedBy");
        waiting.approvedBy().forEach(approvedBy::add);
        return body.put("expiresAt", WithdrawalBodies.text(waiting.lapsesAt()))
                .put("createdAt", WithdrawalBodies.text(withdrawal.createdAt()));
    }

    Mono<ServerResponse> approve(ServerRequest request) {
        return word(request, reviews::approve);
    }

    Mono<ServerResponse> reject(ServerRequest request) {
        return word(request, reviews::reject);
    }

    Mono<ServerResponse> release(ServerRequest request) {
        return word(request, reviews::release);
    }

    private Mono<ServerResponse> word(ServerRequest request, Word word) {
        WithdrawalId id;
        try {
            id = WithdrawalId.of(request.pathVariable("id"));
        } catch (IllegalArgumentException _) {
            return Problem.notFound("withdrawalId (expected: a known one)").response(json);
        }
        String operator = OperatorGate.operator(request);
        return jsonBody.bytes(request)
                .flatMap(bytes -> jsonBody.object(bytes).orRefuse())
                .flatMap(OperatorDesk::reason)
                .flatMap(reason -> word.say(id, operator, reason))
                .flatMap(ruling -> answer(id, ruling));
    }

    private static Mono<String> reason(ObjectNode body) {
        FieldReader fields = new FieldReader(body);
        String reason = fields.text("reason", MAX_REASON);
        return fields.errors().isEmpty()
                ? Mono.just(reason)
                : Mono.error(new RefusedRequest(Problem.invalid(fields.errors())));
    }

    private Mono<ServerResponse> answer(WithdrawalId id, Reviews.Ruling ruling) {
        return switch (ruling) {
            case NOT_FOUND ->
                    Problem.notFound("withdrawalId (expected: a known one)").response(json);
            case NOT_WAITING ->
                    Problem.of(
                                    HttpStatus.CONFLICT,
                                    "not_waiting",
                                    "withdrawal: decided already, or not for operators")
                            .response(json);
            case SAME_OPERATOR ->
                    Problem.of(
                                    HttpStatus.CONFLICT,
                                    "same_operator",
                                    "operator: said so before (expected: another one)")
                            .response(json);
            case FIRST -> json(HttpStatus.ACCEPTED, done(id, "another operator is needed"));
            case DONE -> json(HttpStatus.OK, done(id, "done"));
        };
    }

    private ObjectNode done(WithdrawalId id, String message) {
        return json.createObjectNode().put("withdrawalId", id.toString()).put("message", message);
    }

    Mono<ServerResponse> audit(ServerRequest request) {
        return reviews.audit(MOST_AUDITED)
                .flatMap(
                        entries -> {
                            ArrayNode list = json.createArrayNode();
                            entries.forEach(
                                    each ->
                                            list.addObject()
                                                    .put("at", WithdrawalBodies.text(each.at()))
                                                    .put("operator", each.operator())
                                                    .put("action", each.action())
                                                    .put("subject", each.subject())
                                                    .put("reason", each.reason()));
                            return json(HttpStatus.OK, list);
                        });
    }

    private Mono<ServerResponse> json(HttpStatus status, JsonNode body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json.writeValueAsString(body));
    }
}
