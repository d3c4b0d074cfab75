package io.sluice.withdrawal.adapter.http;

import io.sluice.messaging.observe.LogLine;
import io.sluice.withdrawal.application.ChangeFeed;
import io.sluice.withdrawal.application.IdempotencyKey;
import io.sluice.withdrawal.application.OpenOutcome;
import io.sluice.withdrawal.application.OpenWithdrawals;
import io.sluice.withdrawal.application.ReadWithdrawals;
import io.sluice.withdrawal.application.StoredAnswer;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.domain.Application;
import io.sluice.withdrawal.domain.Refusal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Pientegra's {@code /external/withdrawals}. */
final class ExternalWithdrawals {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalWithdrawals.class);

    private final OpenWithdrawals openWithdrawals;
    private final ReadWithdrawals readWithdrawals;
    private final ChangeFeed changes;
    private final WithdrawalBodies bodies;
    private final JsonBody jsonBody;
    private final JsonMapper json;

    ExternalWithdrawals(
            OpenWithdrawals openWithdrawals,
            ReadWithdrawals readWithdrawals,
            ChangeFeed changes,
            WithdrawalBodies bodies,
            JsonBody jsonBody,
            JsonMapper json) {
        this.openWithdrawals = openWithdrawals;
        this.readWithdrawals = readWithdrawals;
        this.changes = changes;
        this.bodies = bodies;
        this.jsonBody = jsonBody;
        this.json = json;
    }

    Mono<ServerResponse> open(ServerRequest request) {
        Application application = Authentication.application(request);
        return Headers.idempotencyKey(request)
                .orRefuse()
                .flatMap(key -> open(request, application, key));
    }

    private Mono<ServerResponse> open(ServerRequest request, Application application, UUID key) {
        IdempotencyKey idempotencyKey = new IdempotencyKey(application.applicationKey(), key);
        return jsonBody.bytes(request)
                .flatMap(
                        bytes ->
                                jsonBody.object(bytes)
                                        .then(WithdrawalRequestReader::read)
                                        .either(
                                                wanted ->
                                                        openWithdrawals.open(
                                                                application,
                                                                idempotencyKey,
                                                                wanted,
                                                                Headers.traceparent(request)),
                                                problem -> refused(idempotencyKey, problem)))
                .flatMap(outcome -> answer(request, application, outcome));
    }

    /** What is no withdrawal is not what the key was used for, if it was. */
    private Mono<OpenOutcome> refused(IdempotencyKey key, Problem problem) {
        return openWithdrawals
                .isKnown(key)
                .onErrorReturn(false)
                .flatMap(
                        known ->
                                known
                                        ? Mono.just(new OpenOutcome.KeyReused())
                                        : Mono.error(new RefusedRequest(problem)));
    }

    private Mono<ServerResponse> answer(
            ServerRequest request, Application application, OpenOutcome outcome) {
        return switch (outcome) {
            case OpenOutcome.Opened(StoredAnswer answer) ->
                    stored(request, application, answer, false);
            case OpenOutcome.Replayed(StoredAnswer answer) ->
                    stored(request, application, answer, true);
            case OpenOutcome.KeyReused() ->
                    Problem.of(
                                    HttpStatus.CONFLICT,
                                    "idempotency_key_reuse_with_different_body",
                                    "Idempotency-Key: used before with another body (expected: a"
                                            + " new key for a new request)")
                            .response(json);
            case OpenOutcome.InFlight() ->
                    Problem.of(
                                    HttpStatus.CONFLICT,
                                    "duplicate_idempotency_key",
                                    "Idempotency-Key: the first request is still running"
                                            + " (expected: the same request again, later)")
                            .with("Retry-After", "1")
                            .response(json);
            case OpenOutcome.Refused(Refusal refusal) -> refused(refusal).response(json);
            case OpenOutcome.Overloaded() -> Problem.unavailable().response(json);
        };
    }

    private static Problem refused(Refusal refusal) {
        Problem.FieldError error = new Problem.FieldError(refusal.field(), refusal.expected());
        Problem problem = Problem.invalid(List.of(error));
        return new Problem(
                problem.status(),
                refusal.code().text(),
                problem.detail(),
                problem.errors(),
                problem.headers());
    }

    private Mono<ServerResponse> stored(
            ServerRequest request, Application application, StoredAnswer answer, boolean replayed) {
        ServerResponse.BodyBuilder response =
                ServerResponse.status(answer.status())
                        .header("Location", "/external/withdrawals/" + answer.withdrawalId());
        if (replayed) {
            response.header("Idempotent-Replayed", "true");
        }
        response.contentType(MediaType.APPLICATION_JSON);
        return Headers.preferWait(request)
                .map(longest -> ended(request, application, answer, response, longest))
                .orElseGet(() -> response.bodyValue(answer.body()));
    }

    /** It is taken, whatever becomes of the wait. */
    private Mono<ServerResponse> ended(
            ServerRequest request,
            Application application,
            StoredAnswer answer,
            ServerResponse.BodyBuilder response,
            Duration longest) {
        return changes.await(
                        answer.withdrawalId(),
                        readWithdrawals.one(application.applicationKey(), answer.withdrawalId()),
                        withdrawal -> !withdrawal.standing().status().isOpen(),
                        longest)
                .flatMap(
                        withdrawal ->
                                response.header("Preference-Applied", "wait=" + longest.toSeconds())
                                        .bodyValue(
                                                json.writeValueAsString(bodies.whole(withdrawal))))
                .onErrorResume(
                        failure -> {
                            LogLine.about(
                                            LOG.atWarn(),
                                            answer.withdrawalId(),
                                            Headers.traceparent(request))
                                    .log("wait failed: {}", Failures.describe(failure));
                            return response.bodyValue(answer.body());
                        });
    }

    Mono<ServerResponse> one(ServerRequest request) {
        Application application = Authentication.application(request);
        return Ids.withdrawal(request)
                .flatMap(id -> readWithdrawals.one(application.applicationKey(), id))
                .flatMap(found -> tagged(request, json.writeValueAsString(bodies.whole(found))))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        Problem.notFound(
                                                        "withdrawalId (expected: one of this"
                                                                + " application)")
                                                .response(json)));
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Application application = Authentication.application(request);
        return ListQuery.read(request, application.applicationKey())
                .orRefuse()
                .flatMap(readWithdrawals::page)
                .flatMap(
                        page -> {
                            ObjectNode body = json.createObjectNode();
                            ArrayNode data = body.putArray("data");
                            page.withdrawals().forEach(each -> data.add(bodies.whole(each)));
                            body.put("nextCursor", page.next().map(ListQuery::cursor).orElse(null));
                            return tagged(request, body.toString());
                        });
    }

    /** With an entity tag over the bytes; 304 where the caller has them. */
    private static Mono<ServerResponse> tagged(ServerRequest request, String body) {
        String tag = "\"" + EntityTags.of(body) + "\"";
        boolean known =
                request.headers().header("If-None-Match").stream()
                        .flatMap(header -> Stream.of(header.split(",", -1)))
                        .map(String::strip)
                        .anyMatch(
                                each ->
                                        each.equals("*")
                                                || each.equals(tag)
                                                || each.equals("W/" + tag));
        return known
                ? ServerResponse.status(HttpStatus.NOT_MODIFIED).eTag(tag).build()
                : ServerResponse.ok()
                        .eTag(tag)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body);
    }
}
