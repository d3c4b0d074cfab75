package io.sluice.withdrawal.adapter.http;

import io.sluice.contracts.WithdrawalId;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.domain.Withdrawal;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** The operators' side: review and audit trail. */
final class OperatorDesk {

    private static final int MAX_REASON = 500;
    private static final int MAX_SUBJECT = 64;

    /** What an operator says of a withdrawal. */
    interface Word {
        Mono<Reviews.Ruling> say(WithdrawalId id, String operator, String reason);
    }

    private final Reviews reviews;
    private final JsonBody jsonBody;
    private final JsonMapper json;

    OperatorDesk(Reviews reviews, JsonBody jsonBody, JsonMapper json) {
        this.reviews = reviews;
        this.jsonBody = jsonBody;
        this.json = json;
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
                            return JsonAnswer.of(HttpStatus.OK, list);
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
        String operator = OperatorGate.operator(request);
        return Ids.withdrawal(request)
                .flatMap(
                        id ->
                                jsonBody.bytes(request)
                                        .flatMap(bytes -> jsonBody.object(bytes).orRefuse())
                                        .flatMap(OperatorDesk::reason)
                                        .flatMap(reason -> word.say(id, operator, reason))
                                        .flatMap(ruling -> answer(id, ruling)))
                .switchIfEmpty(Mono.defer(this::absent));
    }

    private Mono<ServerResponse> absent() {
        return Problem.notFound("withdrawalId (expected: a known one)").response(json);
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
            case NOT_FOUND -> absent();
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
            case FIRST ->
                    JsonAnswer.of(HttpStatus.ACCEPTED, done(id, "another operator is needed"));
            case DONE -> JsonAnswer.of(HttpStatus.OK, done(id, "done"));
        };
    }

    private ObjectNode done(WithdrawalId id, String message) {
        return json.createObjectNode().put("withdrawalId", id.toString()).put("message", message);
    }

    /** A page's {@code id} of its last line is the next one's {@code before}. */
    Mono<ServerResponse> audit(ServerRequest request) {
        QueryReader query = new QueryReader(request);
        String subject = query.text("subject", MAX_SUBJECT);
        Long before = query.number("before");
        int limit = query.limit();
        if (!query.errors().isEmpty()) {
            return Problem.invalid(query.errors()).response(json);
        }
        return reviews.audit(subject, before, limit)
                .flatMap(
                        entries -> {
                            ArrayNode list = json.createArrayNode();
                            entries.forEach(each -> list.add(body(each)));
                            return JsonAnswer.of(HttpStatus.OK, list);
                        });
    }

    private ObjectNode body(Reviews.AuditEntry entry) {
        return json.createObjectNode()
                .put("id", entry.id())
                .put("at", WithdrawalBodies.text(entry.at()))
                .put("operator", entry.operator())
                .put("action", entry.action())
                .put("subject", entry.subject())
                .put("reason", entry.reason());
    }
}
