package io.sluice.ingest.adapter.http;

import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.Callbacks.Summary;
import io.sluice.ingest.application.ReplayCallback;
import io.sluice.ingest.domain.CallbackId;
import io.sluice.ingest.domain.CallbackState;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What operators see of kept callbacks, and the one thing they can do: pass one on again. */
final class OperatorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorHandler.class);
    private static final String OPERATOR = OperatorHandler.class.getName() + ".operator";
    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final Callbacks callbacks;
    private final ReplayCallback replay;
    private final OperatorTokens tokens;

    OperatorHandler(Callbacks callbacks, ReplayCallback replay, OperatorTokens tokens) {
        this.callbacks = callbacks;
        this.replay = replay;
        this.tokens = tokens;
    }

    /** Lets nobody through without a token, and no viewer to what changes or shows what was sent. */
    Mono<ServerResponse> authorize(ServerRequest request, HandlerFunction<ServerResponse> next) {
        Optional<OperatorTokens.Operator> operator =
                tokens.bearer(
                        Optional.ofNullable(request.headers().firstHeader("Authorization"))
                                .orElse(""));
        if (operator.isEmpty()) {
            return Problems.of(
                    HttpStatus.UNAUTHORIZED,
                    "unauthorized",
                    "Authorization: (expected: Bearer and an operator's token)");
        }
        request.attributes().put(OPERATOR, operator.get());
        return next.handle(request);
    }

    /** As {@link #authorize}, and lets no viewer through. */
    Mono<ServerResponse> authorizeToAct(
            ServerRequest request, HandlerFunction<ServerResponse> next) {
        return authorize(
                request,
                authorized ->
                        actor(authorized).role() == OperatorTokens.Role.OPERATOR
                                ? next.handle(authorized)
                                : Problems.of(
                                        HttpStatus.FORBIDDEN,
                                        "forbidden",
                                        "role: viewer (expected: operator)"));
    }

    /** {@code GET /operator/callbacks?state=&before=&limit=}: newest first. */
    Mono<ServerResponse> list(ServerRequest request) {
        CallbackState state = null;
        CallbackId before = null;
        int limit = DEFAULT_PAGE;
        try {
            state = request.queryParam("state").map(OperatorHandler::state).orElse(null);
            before = request.queryParam("before").map(OperatorHandler::id).orElse(null);
            limit = request.queryParam("limit").map(OperatorHandler::limit).orElse(limit);
        } catch (IllegalArgumentException e) {
            return invalid(String.valueOf(e.getMessage()));
        }
        return callbacks
                .list(state, before, limit)
                .flatMap(
                        found ->
                                ServerResponse.ok()
                                        .bodyValue(found.stream().map(CallbackJson::of).toList()));
    }

    /** {@code GET /operator/callbacks/{id}}: with what was received, while it is kept. */
    Mono<ServerResponse> show(ServerRequest request) {
        return withId(
                request,
                id ->
                        callbacks
                                .find(id)
                                .doOnNext(
                                        _ ->
                                                LOG.info(
                                                        "callback {} shown to {}",
                                                        id,
                                                        actor(request)))
                                .flatMap(
                                        kept ->
                                                ServerResponse.ok()
                                                        .bodyValue(RawCallbackJson.of(kept))));
    }

    /** {@code POST /operator/callbacks/{id}/replay}. */
    Mono<ServerResponse> replay(ServerRequest request) {
        return withId(
                request,
                id ->
                        replay.replay(id)
                                .doOnNext(
                                        now ->
                                                LOG.info(
                                                        "callback {} replayed by {}: {}",
                                                        id,
                                                        actor(request),
                                                        now.state()))
                                .flatMap(now -> ServerResponse.ok().bodyValue(CallbackJson.of(now)))
                                .onErrorResume(
                                        ReplayCallback.NotReplayable.class,
                                        e ->
                                                Problems.of(
                                                        HttpStatus.CONFLICT,
                                                        "not_replayable",
                                                        String.valueOf(e.getMessage()))));
    }

    private static Mono<ServerResponse> withId(
            ServerRequest request, Function<CallbackId, Mono<ServerResponse>> action) {
        CallbackId id;
        try {
            id = id(request.pathVariable("id"));
        } catch (IllegalArgumentException e) {
            return invalid(String.valueOf(e.getMessage()));
        }
        return action.apply(id)
                .switchIfEmpty(
                        Problems.of(HttpStatus.NOT_FOUND, "not_found", "no callback of that id"));
    }

    private static Mono<ServerResponse> invalid(String detail) {
        return Problems.of(HttpStatus.BAD_REQUEST, "validation_failed", detail);
    }

    private static OperatorTokens.Operator actor(ServerRequest request) {
        return (OperatorTokens.Operator) Objects.requireNonNull(request.attributes().get(OPERATOR));
    }

    private static CallbackState state(String text) {
        try {
            return CallbackState.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "state: (expected: one of " + Arrays.toString(CallbackState.values()) + ")", e);
        }
    }

    private static CallbackId id(String text) {
        try {
            return new CallbackId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("id: (expected: a callback's UUID)", e);
        }
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LARGEST_PAGE) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw badLimit(e);
        }
        throw badLimit(null);
    }

    private static IllegalArgumentException badLimit(@Nullable Throwable cause) {
        return new IllegalArgumentException("limit: (expected: 1 to " + LARGEST_PAGE + ")", cause);
    }

    /** A callback as operators see it. */
    record CallbackJson(
            UUID id,
            String provider,
            String account,
            @Nullable String providerReference,
            String eventType,
            @Nullable String payoutId,
            CallbackState state,
            Instant receivedAt) {

        static CallbackJson of(Summary summary) {
            return new CallbackJson(
                    summary.id().value(),
                    summary.provider(),
                    summary.account(),
                    summary.providerReference(),
                    summary.eventType(),
                    summary.payoutId(),
                    summary.state(),
                    summary.receivedAt());
        }
    }
}
