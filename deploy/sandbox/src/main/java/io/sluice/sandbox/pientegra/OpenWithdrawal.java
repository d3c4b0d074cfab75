package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.control.Cascades;
import io.sluice.sandbox.control.Chaos;
import io.sluice.sandbox.http.JsonAnswer;
import io.sluice.sandbox.http.Once;
import io.sluice.sandbox.http.Silence;
import io.sluice.sandbox.journal.Sequence;
import io.sluice.sandbox.outcome.Outcome;
import io.sluice.sandbox.outcome.Reply;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Opens a withdrawal once per key and body, whatever becomes of the answer.
 *
 * <p>A key whose first call runs is a 409; a known key with the same bytes gets the first answer
 * again, with other bytes a 409 of another kind.
 */
final class OpenWithdrawal {

    private static final Logger log = LoggerFactory.getLogger(OpenWithdrawal.class);
    private static final Duration LONGEST_WAIT_FOR_CALLBACKS = Duration.ofSeconds(5);

    private final Payouts payouts;
    private final PayoutRunner runner;
    private final Keys keys = new Keys();
    private final Sequence sequence;
    private final Chaos chaos;
    private final Cascades cascades;
    private final Scheduler timer;
    private final Clock clock;
    private final Limits limits;

    OpenWithdrawal(
            Payouts payouts,
            PayoutRunner runner,
            Sequence sequence,
            Chaos chaos,
            Cascades cascades,
            Scheduler timer,
            Clock clock,
            Limits limits) {
        this.payouts = payouts;
        this.runner = runner;
        this.sequence = sequence;
        this.chaos = chaos;
        this.cascades = cascades;
        this.timer = timer;
        this.clock = clock;
        this.limits = limits;
    }

    Mono<ServerResponse> answer(UUID key, byte[] body) {
        WithdrawalRequest request;
        try {
            request = WithdrawalRequest.read(body);
        } catch (WithdrawalRequest.Invalid e) {
            return Mono.just(Errors.validation(String.valueOf(e.getMessage())));
        }
        if (!keys.acquire(key)) {
            return Mono.just(
                    Errors.of(
                            409,
                            "duplicate_idempotency_key",
                            "the first call with this key still runs; repeat later with the same key"));
        }
        String hash = hash(body);
        ServerResponse known = known(key, hash);
        if (known != null) {
            keys.release(key);
            return Mono.just(known);
        }
        return first(key, hash, request);
    }

    private @Nullable ServerResponse known(UUID key, String hash) {
        Keys.Refusal refusal = keys.refusal(key);
        if (refusal != null) {
            return refusal.bodyHash().equals(hash) ? refusal.answer() : reused();
        }
        Payout payout = payouts.byKey(key);
        if (payout == null) {
            return null;
        }
        Order order = payout.order();
        if (order.createdAt().plus(limits.idempotencyWindow()).isBefore(clock.instant())) {
            return null;
        }
        return order.bodyHash().equals(hash) ? created(order) : reused();
    }

    private Mono<ServerResponse> first(UUID key, String hash, WithdrawalRequest request) {
        Outcome outcome = outcome(key, request);
        Reply reply = outcome.reply();
        if (!reply.stores() && keys.strikesFirst(key)) {
            ServerResponse answer = withoutPayout(key, hash, reply);
            keys.release(key);
            return Mono.just(answer);
        }
        if (payouts.count() >= limits.maxPayouts()) {
            keys.release(key);
            return Mono.just(
                    Errors.of(503, "sandbox_full", "the sandbox holds its limit of withdrawals"));
        }
        return open(order(key, hash, request, outcome));
    }

    private Outcome outcome(UUID key, WithdrawalRequest request) {
        Outcome planned = Outcome.ofAmount(request.amount());
        return switch (planned) {
            // Pientegra signs no answers and knows no partial payment.
            case WRONG_SIGNATURE_PAID, PAID_IN_PARTS -> Outcome.SENT;
            case REFUSED_BY_GATEWAY ->
                    cascades.refuses(
                                    "pientegra",
                                    request.amount(),
                                    request.currency(),
                                    request.targetIban())
                            ? planned
                            : Outcome.SENT;
            case SENT -> keys.wasStruck(key) ? planned : pientegraOnly(chaos.mix(planned));
            default -> planned;
        };
    }

    private static Outcome pientegraOnly(Outcome mixed) {
        return mixed == Outcome.WRONG_SIGNATURE_PAID ? Outcome.SENT : mixed;
    }

    private ServerResponse withoutPayout(UUID key, String hash, Reply reply) {
        return switch (reply) {
            case SILENT_AND_NOT_STORED -> new Silence(limits.silence());
            case SERVER_ERROR_AND_NOT_STORED -> Errors.serverError();
            case TOO_MANY_REQUESTS -> Errors.tooManyRequests();
            case MAINTENANCE -> Errors.maintenance();
            case REFUSED_BY_GATEWAY ->
                    refused(key, hash, "AM04", "the provider cannot pay out at the moment");
            case REFUSED_DESTINATION ->
                    refused(
                            key,
                            hash,
                            "AC01",
                            "targetIban: no such account (expected: an open account)");
            case NORMAL,
                    AFTER_CALLBACKS,
                    SLOW,
                    SILENT,
                    SERVER_ERROR,
                    RESET,
                    MALFORMED,
                    WRONG_SIGNATURE ->
                    throw new IllegalStateException(
                            reply + " (expected: a reply that stores nothing)");
        };
    }

    private JsonAnswer refused(UUID key, String hash, String error, String message) {
        JsonAnswer answer = Errors.of(422, error, message);
        keys.refused(key, new Keys.Refusal(hash, answer));
        return answer;
    }

    private Order order(UUID key, String hash, WithdrawalRequest request, Outcome outcome) {
        long number = sequence.next();
        return new Order(
                number,
                Order.idOf(number),
                key,
                hash,
                request.externalUserId(),
                request.amount(),
                request.currency(),
                outcome,
                Instant.ofEpochMilli(clock.millis()));
    }

    private Mono<ServerResponse> open(Order order) {
        Payout payout = Payout.opened(order);
        Once begin =
                new Once(
                        () -> {
                            keys.release(order.key());
                            runner.start(payout);
                        });
        // Accepted is accepted: a client that goes away in the middle changes nothing.
        return payouts.open(payout)
                .then(Mono.defer(() -> answerAfterOpening(payout, begin)))
                .doOnCancel(begin)
                .onErrorResume(
                        failure -> {
                            log.error("withdrawal {}: not written", order.id(), failure);
                            keys.release(order.key());
                            return Mono.just(Errors.serverError());
                        });
    }

    private Mono<ServerResponse> answerAfterOpening(Payout payout, Once begin) {
        JsonAnswer created = created(payout.order());
        Reply reply = payout.order().outcome().reply();
        return switch (reply) {
            case AFTER_CALLBACKS -> afterCallbacks(payout, begin, created);
            case SLOW -> {
                // A client that gives up does not make a slow provider any faster.
                if (begin.claim()) {
                    long millis = limits.slow().toMillis();
                    timer.schedule(begin.action(), millis, TimeUnit.MILLISECONDS);
                }
                yield Mono.delay(limits.slow()).thenReturn(created);
            }
            case SILENT -> begun(begin, new Silence(limits.silence()));
            case RESET -> begun(begin, new Silence(Duration.ZERO));
            case SERVER_ERROR -> begun(begin, Errors.serverError());
            case MALFORMED -> begun(begin, malformed(created));
            case NORMAL,
                    WRONG_SIGNATURE,
                    SILENT_AND_NOT_STORED,
                    SERVER_ERROR_AND_NOT_STORED,
                    TOO_MANY_REQUESTS,
                    MAINTENANCE,
                    REFUSED_BY_GATEWAY,
                    REFUSED_DESTINATION ->
                    Mono.just(created.then(begin));
        };
    }

    private Mono<ServerResponse> afterCallbacks(Payout payout, Once begin, JsonAnswer created) {
        if (!begin.claim()) {
            return Mono.just(created);
        }
        keys.release(payout.order().key());
        return runner.startAndAwaitCallbacks(payout)
                .timeout(LONGEST_WAIT_FOR_CALLBACKS, Mono.empty())
                .thenReturn(created);
    }

    private static Mono<ServerResponse> begun(Runnable begin, ServerResponse answer) {
        begin.run();
        return Mono.just(answer);
    }

    private static JsonAnswer malformed(JsonAnswer whole) {
        return JsonAnswer.of(whole.status(), Arrays.copyOf(whole.body(), whole.body().length / 2));
    }

    private static JsonAnswer created(Order order) {
        return JsonAnswer.of(201, new WithdrawalJson.Created(order.id(), order.referenceNo()));
    }

    private static JsonAnswer reused() {
        return Errors.of(
                409,
                "idempotency_key_reuse_with_different_body",
                "Idempotency-Key: used before with another body (expected: a new key)");
    }

    private static String hash(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return new String(
                    Base64.getEncoder().withoutPadding().encode(Arrays.copyOf(digest, 18)),
                    StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every JDK", e);
        }
    }

    /** Limits that all misbehaviour keeps to. */
    record Limits(Duration idempotencyWindow, Duration silence, Duration slow, int maxPayouts) {}
}
