package io.sluice.sandbox.praxis;

import io.sluice.sandbox.control.Chaos;
import io.sluice.sandbox.http.Bodies;
import io.sluice.sandbox.http.FastRoutes;
import io.sluice.sandbox.signature.PraxisSignature;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The agent and direct API over HTTP: 200 with a status in the body, nearly always. */
final class PraxisRoutes {

    private static final List<String> SIGNED_APM =
            List.of(
                    "merchant_id",
                    "application_key",
                    "timestamp",
                    "transaction_type",
                    "cid",
                    "order_id",
                    "currency",
                    "amount",
                    "gateway",
                    "notification_url",
                    "return_url");

    private static final RouterFunction<ServerResponse> NONE = _ -> Mono.empty();

    private final PraxisGate gate;
    private final OpenRequest openRequest;
    private final ManageRequest manageRequest;
    private final Requests requests;
    private final Wire wire;
    private final Chaos chaos;
    private final Clock clock;
    private final Duration orderWindow;

    PraxisRoutes(
            PraxisGate gate,
            OpenRequest openRequest,
            ManageRequest manageRequest,
            Requests requests,
            Wire wire,
            Chaos chaos,
            Clock clock,
            Duration orderWindow) {
        this.gate = gate;
        this.openRequest = openRequest;
        this.manageRequest = manageRequest;
        this.requests = requests;
        this.wire = wire;
        this.chaos = chaos;
        this.clock = clock;
        this.orderWindow = orderWindow;
    }

    RouterFunction<ServerResponse> routes() {
        return new FastRoutes("/praxis/", NONE)
                .post(
                        "/praxis/direct/apm",
                        request -> admitted(request, SIGNED_APM, openRequest::answer))
                .post(
                        "/praxis/agent/manage-withdrawal-request",
                        request ->
                                admitted(
                                        request,
                                        signed("intent", "withdrawal_request_id"),
                                        manageRequest::manage))
                .post(
                        "/praxis/agent/split-withdrawal-request",
                        request ->
                                admitted(
                                        request,
                                        signed("withdrawal_request_id"),
                                        manageRequest::split))
                .post(
                        "/praxis/agent/find-transaction",
                        request -> admitted(request, signed("tid"), this::findTransaction))
                .post(
                        "/praxis/agent/find-order",
                        request -> admitted(request, signed("order_id"), this::findOrder));
    }

    private static List<String> signed(String... own) {
        List<String> names =
                new ArrayList<>(List.of("merchant_id", "application_key", "timestamp"));
        names.addAll(List.of(own));
        return List.copyOf(names);
    }

    private Mono<ServerResponse> admitted(
            ServerRequest request, List<String> signedFields, Handler handler) {
        String address =
                request.remoteAddress()
                        .map(from -> from.getAddress().getHostAddress())
                        .orElse(null);
        if (!gate.allows(address)) {
            return Mono.just(wire.error(403, 406, "address not allowed"));
        }
        String signature = request.headers().firstHeader(PraxisSignature.HEADER);
        if (signature == null) {
            return Mono.just(wire.error(400, 400, "Gt-Authentication missing"));
        }
        return Bodies.raw(request)
                .flatMap(body -> answered(body, signature, signedFields, handler))
                .onErrorResume(
                        DataBufferLimitException.class,
                        _ -> Mono.just(wire.error(400, "body: too long")));
    }

    private Mono<ServerResponse> answered(
            byte[] body, String signature, List<String> signedFields, Handler handler) {
        try {
            Fields fields = Fields.of(body);
            gate.check(fields, signature, signedFields);
            return handler.answer(fields);
        } catch (Fields.Refused e) {
            return Mono.just(wire.error(e.status(), e.description()));
        }
    }

    private Mono<ServerResponse> findTransaction(Fields fields) throws Fields.Refused {
        fields.onlyOf(Set.of("merchant_id", "application_key", "version", "timestamp", "tid"));
        long tid = fields.whole("tid");
        return found(tid > Integer.MAX_VALUE ? 0 : (int) tid);
    }

    /** A session can be found for a while only, and never a transaction that was rejected unpaid. */
    private Mono<ServerResponse> findOrder(Fields fields) throws Fields.Refused {
        fields.onlyOf(Set.of("merchant_id", "application_key", "version", "timestamp", "order_id"));
        int tid = requests.tidOf(fields.text("order_id", 64));
        PayoutRequest request = requests.byTid(tid);
        if (request == null) {
            return found(0);
        }
        Instant end = request.opening().createdAt().plus(orderWindow);
        Snapshot snapshot = request.snapshot(tid);
        boolean rejected = snapshot.status().equals("rejected") && snapshot.paid() == 0;
        return found(rejected || end.isBefore(clock.instant()) ? 0 : tid);
    }

    private Mono<ServerResponse> found(int tid) {
        if (chaos.strikes()) {
            return Mono.just(wire.error(500, -1, "internal error"));
        }
        PayoutRequest request = requests.byTid(tid);
        return Mono.just(
                request == null
                        ? wire.error(400, "transaction not found")
                        : wire.found(request, request.snapshot(tid)));
    }

    /** Answers a request whose signature holds. */
    private interface Handler {
        Mono<ServerResponse> answer(Fields fields) throws Fields.Refused;
    }
}
