package io.sluice.gateway.adapter.http;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.application.ResolveDoubt;
import io.sluice.gateway.domain.PayoutState;
import io.sluice.gateway.domain.Proposal;
import io.sluice.gateway.domain.Rules;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebInputException;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;

/** Payouts for operators. */
final class PayoutHandler {

    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final int LONGEST_TEXT = 500;

    private final Payouts payouts;
    private final ResolveDoubt doubts;
    private final Gateways gateways;
    private final Clock clock;

    PayoutHandler(Payouts payouts, ResolveDoubt doubts, Gateways gateways, Clock clock) {
        this.payouts = payouts;
        this.doubts = doubts;
        this.gateways = gateways;
        this.clock = clock;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        PayoutState state = null;
        int limit = DEFAULT_PAGE;
        try {
            state = request.queryParam("state").map(PayoutHandler::state).orElse(null);
            limit = request.queryParam("limit").map(PayoutHandler::limit).orElse(limit);
        } catch (IllegalArgumentException e) {
            return invalid(e);
        }
        Rules rules = gateways.rules();
        Instant now = clock.instant();
        return payouts.list(state, limit)
                .flatMap(
                        found ->
                                ServerResponse.ok()
                                        .bodyValue(
                                                found.stream()
                                                        .map(p -> PayoutView.of(p, rules, now))
                                                        .toList()));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return withPayout(
                request,
                id ->
                        payouts.find(id)
                                .map(p -> PayoutView.of(p, gateways.rules(), clock.instant()))
                                .flatMap(view -> ServerResponse.ok().bodyValue(view)));
    }

    Mono<ServerResponse> lookUp(ServerRequest request) {
        return withPayout(
                request,
                id ->
                        doubts.lookUp(id)
                                .flatMap(
                                        result ->
                                                result == ResolveDoubt.Result.DONE
                                                        ? ServerResponse.accepted()
                                                                .bodyValue(new Done("ASKED"))
                                                        : answer(result)));
    }

    /** What operators send to end a doubt. */
    record Resolution(
            Proposal.@Nullable Outcome outcome,
            @Nullable String providerReference,
            @Nullable String reason) {}

    Mono<ServerResponse> resolve(ServerRequest request) {
        String operator = OperatorTokens.name(request);
        return withPayout(
                request,
                id ->
                        request.bodyToMono(Resolution.class)
                                .flatMap(body -> resolve(id, body, operator))
                                .onErrorResume(
                                        ServerWebInputException.class,
                                        _ -> invalid("body: (expected: {outcome, reason})")));
    }

    private Mono<ServerResponse> resolve(PayoutId id, Resolution body, String operator) {
        Proposal.Outcome outcome = body.outcome();
        String reason = body.reason();
        String reference = body.providerReference();
        if (outcome == null) {
            return invalid("outcome: absent (expected: SENT or NOT_PAID)");
        }
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_TEXT) {
            return invalid("reason: (expected: 1 to " + LONGEST_TEXT + " characters)");
        }
        if (reference != null && (reference.isBlank() || reference.length() > LONGEST_TEXT)) {
            return invalid("providerReference: (expected: the provider's reference, or absent)");
        }
        return doubts.resolve(id, outcome, reference, reason, operator)
                .flatMap(PayoutHandler::answer);
    }

    private static Mono<ServerResponse> answer(ResolveDoubt.Result result) {
        return switch (result) {
            case DONE -> ServerResponse.ok().bodyValue(new Done(result.name()));
            case PROPOSED -> ServerResponse.accepted().bodyValue(new Done(result.name()));
            case SAME_OPERATOR ->
                    Problems.of(
                            HttpStatus.CONFLICT,
                            "same_operator",
                            "operator: the one who proposed it (expected: another)");
            case DIFFERS ->
                    Problems.of(
                            HttpStatus.CONFLICT,
                            "outcome_differs",
                            "outcome: not the proposed one (expected: agreement)");
            case NOT_NOW ->
                    Problems.of(
                            HttpStatus.CONFLICT,
                            "not_now",
                            "state: (expected: IN_DOUBT; for a look-up, anything that was sent)");
        };
    }

    /** What has come of it. */
    record Done(String result) {}

    private static Mono<ServerResponse> withPayout(
            ServerRequest request, Function<PayoutId, Mono<ServerResponse>> action) {
        PayoutId id;
        try {
            id = PayoutId.of(request.pathVariable("payoutId"));
        } catch (IllegalArgumentException e) {
            return invalid("payoutId: (expected: a UUIDv7)");
        }
        return action.apply(id)
                .switchIfEmpty(
                        Problems.of(HttpStatus.NOT_FOUND, "not_found", "no payout of that id"));
    }

    private static Mono<ServerResponse> invalid(IllegalArgumentException e) {
        return invalid(String.valueOf(e.getMessage()));
    }

    private static Mono<ServerResponse> invalid(String detail) {
        return Problems.of(HttpStatus.BAD_REQUEST, "validation_failed", detail);
    }

    private static PayoutState state(String text) {
        try {
            return PayoutState.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "state: (expected: one of " + Arrays.toString(PayoutState.values()) + ")", e);
        }
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}")
                || Integer.parseInt(text) > LARGEST_PAGE
                || text.equals("0")) {
            throw new IllegalArgumentException("limit: (expected: 1 to " + LARGEST_PAGE + ")");
        }
        return Integer.parseInt(text);
    }
}
