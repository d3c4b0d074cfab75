package io.sluice.sandbox.praxis;

import io.sluice.sandbox.http.JsonAnswer;
import io.sluice.sandbox.http.Once;
import io.sluice.sandbox.http.Silence;
import io.sluice.sandbox.journal.Book;
import io.sluice.sandbox.outcome.Outcome;
import io.sluice.sandbox.signature.PraxisSignature;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Completes, cancels and splits a withdrawal request; each is allowed by its state alone. */
final class ManageRequest {

    private static final Set<String> MANAGE_FIELDS =
            Set.of(
                    "merchant_id",
                    "application_key",
                    "version",
                    "timestamp",
                    "intent",
                    "withdrawal_request_id",
                    "gateway");
    private static final Set<String> SPLIT_FIELDS =
            Set.of(
                    "merchant_id",
                    "application_key",
                    "version",
                    "timestamp",
                    "withdrawal_request_id",
                    "amount",
                    "currency",
                    "order_id",
                    "gateway");
    private static final Duration LONGEST_WAIT_FOR_CALLBACKS = Duration.ofSeconds(5);

    private final Requests requests;
    private final RequestRunner runner;
    private final Wire wire;
    private final Scheduler timer;
    private final Clock clock;
    private final boolean separateTraceId;
    private final OpenRequest.Limits limits;

    ManageRequest(
            Requests requests,
            RequestRunner runner,
            Wire wire,
            Scheduler timer,
            Clock clock,
            boolean separateTraceId,
            OpenRequest.Limits limits) {
        this.requests = requests;
        this.runner = runner;
        this.wire = wire;
        this.timer = timer;
        this.clock = clock;
        this.separateTraceId = separateTraceId;
        this.limits = limits;
    }

    Mono<ServerResponse> manage(Fields fields) throws Fields.Refused {
        fields.onlyOf(MANAGE_FIELDS);
        fields.textOrNull("gateway", 32);
        int id = id(fields);
        return switch (fields.text("intent", 32)) {
            case "complete-withdrawal-request" -> complete(id);
            case "cancel-withdrawal-request" -> cancel(id);
            default ->
                    throw new Fields.Refused(
                            "intent: unknown (expected: complete- or cancel-withdrawal-request)");
        };
    }

    Mono<ServerResponse> split(Fields fields) throws Fields.Refused {
        fields.onlyOf(SPLIT_FIELDS);
        fields.textOrNull("gateway", 32);
        int id = id(fields);
        long amount = fields.whole("amount");
        String currency = fields.currency();
        String orderId = fields.text("order_id", 64);
        PayoutRequest request = requests.byTid(id);
        if (request != null && !request.opening().currency().equals(currency)) {
            throw new Fields.Refused("currency: not the request's (expected: the same)");
        }
        if (request == null || !requests.takeOrderId(orderId)) {
            throw new Fields.Refused(
                    request == null ? "transaction not found" : "order_id not unique");
        }
        int tid = requests.nextTid();
        String status =
                switch (Outcome.ofAmount(amount)) {
                    case REJECTED_ACCOUNT_CLOSED, REJECTED_UNSPECIFIED -> "rejected";
                    default -> "approved";
                };
        PayoutRequest.Child child = new PayoutRequest.Child(tid, orderId, amount, status);
        Instant now = clock.instant();
        return requests.change(
                        id,
                        known -> known.completable() && amount <= known.unpaid(),
                        known -> known.split(child, now))
                .doOnSuccess(_ -> requests.giveBackOrderId(orderId))
                .<ServerResponse>map(
                        change ->
                                wire.found(change.after(), change.after().snapshot(tid))
                                        .then(() -> runner.changed(change)))
                .switchIfEmpty(Mono.fromSupplier(() -> notAllowed(requests.byTid(id))));
    }

    private Mono<ServerResponse> complete(int id) {
        int tid = separateTraceId ? requests.nextTid() : id;
        Instant now = clock.instant();
        return requests.change(
                        id,
                        PayoutRequest::completable,
                        request -> request.completed(tid, now, requests::nextTid))
                .flatMap(change -> answerCompletion(change, tid))
                .switchIfEmpty(Mono.fromSupplier(() -> notAllowed(requests.byTid(id))));
    }

    private Mono<ServerResponse> cancel(int id) {
        Instant now = clock.instant();
        return requests.change(id, PayoutRequest::cancellable, known -> known.cancelled(now))
                .<ServerResponse>map(
                        change ->
                                wire.managed(change.after(), asRejected(change.after().snapshot()))
                                        .then(() -> runner.changed(change)))
                .switchIfEmpty(Mono.fromSupplier(() -> notAllowed(requests.byTid(id))));
    }

    private Mono<ServerResponse> answerCompletion(Book.Change<PayoutRequest> change, int tid) {
        Once begin = new Once(() -> runner.changed(change));
        JsonAnswer answer = wire.managed(change.after(), change.after().snapshot(tid));
        return switch (change.after().opening().outcome().reply()) {
            case AFTER_CALLBACKS ->
                    runner.changedAndAwaited(change)
                            .timeout(LONGEST_WAIT_FOR_CALLBACKS, Mono.empty())
                            .thenReturn(answer);
            case SLOW -> {
                timer.schedule(begin, limits.slow().toMillis(), TimeUnit.MILLISECONDS);
                yield Mono.delay(limits.slow())
                        .then(
                                Mono.fromSupplier(
                                        () ->
                                                wire.managed(
                                                        change.after(),
                                                        change.after().snapshot(tid))));
            }
            case SILENT -> begun(begin, new Silence(limits.silence()));
            case RESET -> begun(begin, new Silence(Duration.ZERO));
            case SERVER_ERROR -> begun(begin, wire.error(500, -1, "internal error"));
            case MALFORMED -> begun(begin, malformed(answer));
            case WRONG_SIGNATURE ->
                    begun(begin, answer.with(PraxisSignature.HEADER, "0".repeat(96)));
            case NORMAL,
                    SILENT_AND_NOT_STORED,
                    SERVER_ERROR_AND_NOT_STORED,
                    TOO_MANY_REQUESTS,
                    MAINTENANCE,
                    REFUSED_BY_GATEWAY,
                    REFUSED_DESTINATION ->
                    Mono.<ServerResponse>just(answer.then(begin)).doOnCancel(begin);
        };
    }

    private static Mono<ServerResponse> begun(Runnable begin, ServerResponse answer) {
        begin.run();
        return Mono.just(answer);
    }

    private static JsonAnswer malformed(JsonAnswer whole) {
        byte[] half = Arrays.copyOf(whole.body(), whole.body().length / 2);
        return new JsonAnswer(whole.status(), whole.extraHeaders(), half, null);
    }

    /** A cancellation that took place is answered as the documents' sample shows it. */
    private static Snapshot asRejected(Snapshot cancelled) {
        return new Snapshot(
                cancelled.tid(),
                cancelled.orderId(),
                "rejected",
                cancelled.amount(),
                0,
                0,
                0,
                null);
    }

    private ServerResponse notAllowed(@Nullable PayoutRequest request) {
        if (request == null) {
            return wire.error(400, "transaction not found");
        }
        boolean cancelled = request.status().equals("cancelled");
        boolean begun = request.payingTid() != 0 || request.status().equals("rejected");
        if (cancelled) {
            return wire.error(400, "already cancelled");
        }
        return wire.error(400, begun ? "already processed" : "not possible for what remains");
    }

    private static int id(Fields fields) throws Fields.Refused {
        long id = fields.whole("withdrawal_request_id");
        if (id > Integer.MAX_VALUE) {
            throw new Fields.Refused("withdrawal_request_id: too large (expected: int(11))");
        }
        return (int) id;
    }
}
