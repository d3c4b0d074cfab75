package io.sluice.sandbox.praxis;

import io.sluice.sandbox.control.Cascades;
import io.sluice.sandbox.control.Chaos;
import io.sluice.sandbox.http.Once;
import io.sluice.sandbox.http.Silence;
import io.sluice.sandbox.journal.Sequence;
import io.sluice.sandbox.outcome.Outcome;
import io.sluice.sandbox.outcome.Reply;

import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code /direct/apm}: opens a withdrawal request, once for each order id. */
final class OpenRequest {

    private static final Set<String> FIELDS =
            Set.of(
                    "merchant_id",
                    "application_key",
                    "version",
                    "timestamp",
                    "transaction_type",
                    "cid",
                    "order_id",
                    "currency",
                    "amount",
                    "gateway",
                    "payment_method",
                    "notification_url",
                    "return_url",
                    "bank_account");
    private static final int STRUCK_KEPT = 100_000;

    private final Requests requests;
    private final RequestRunner runner;
    private final Wire wire;
    private final Sequence sequence;
    private final Chaos chaos;
    private final Cascades cascades;
    private final Clock clock;
    private final Limits limits;
    private final Map<String, Boolean> struck =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                            return size() > STRUCK_KEPT;
                        }
                    });

    OpenRequest(
            Requests requests,
            RequestRunner runner,
            Wire wire,
            Sequence sequence,
            Chaos chaos,
            Cascades cascades,
            Clock clock,
            Limits limits) {
        this.requests = requests;
        this.runner = runner;
        this.wire = wire;
        this.sequence = sequence;
        this.chaos = chaos;
        this.cascades = cascades;
        this.clock = clock;
        this.limits = limits;
    }

    Mono<ServerResponse> answer(Fields fields) throws Fields.Refused {
        fields.onlyOf(FIELDS);
        Opening asked = read(fields);
        Fields account = fields.object("bank_account");
        account.onlyOf(Set.of("iban", "holder_name"));
        account.text("holder_name", 140);
        String iban = account.text("iban", 34);
        if (requests.tidOf(asked.orderId()) != 0) {
            throw new Fields.Refused("order_id not unique");
        }
        Opening opening = with(asked, outcome(asked, iban));
        Reply reply = opening.outcome().reply();
        boolean refusal = reply == Reply.REFUSED_BY_GATEWAY || reply == Reply.REFUSED_DESTINATION;
        if (!refusal && !reply.stores() && struck.put(asked.orderId(), true) == null) {
            return Mono.just(withoutRequest(reply));
        }
        if (requests.count() >= limits.maxPayouts()) {
            throw new Fields.Refused(999, "the sandbox holds its limit of requests");
        }
        if (!requests.takeOrderId(asked.orderId())) {
            throw new Fields.Refused("order_id not unique");
        }
        return refusal ? refused(opening, reply) : opened(opening);
    }

    private Opening read(Fields fields) throws Fields.Refused {
        if (!fields.text("transaction_type", 20).equals("payout")) {
            throw new Fields.Refused("transaction_type: not supported (expected: payout)");
        }
        fields.textOrNull("payment_method", 50);
        fields.textOrNull("return_url", 500);
        String notificationUrl = fields.textOrNull("notification_url", 500);
        if (notificationUrl != null && !isHttp(notificationUrl)) {
            throw new Fields.Refused("notification_url: no address (expected: http or https)");
        }
        return new Opening(
                0,
                0,
                fields.text("order_id", 64),
                fields.text("application_key", 32),
                fields.text("cid", 128),
                fields.whole("amount"),
                fields.currency(),
                fields.textOrNull("gateway", 32),
                notificationUrl,
                Outcome.SENT,
                Instant.ofEpochMilli(clock.millis()));
    }

    private static boolean isHttp(String address) {
        try {
            String scheme = URI.create(address).getScheme();
            return "http".equals(scheme) || "https".equals(scheme);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Outcome outcome(Opening asked, String iban) {
        Outcome planned = Outcome.ofAmount(asked.amount());
        boolean cascaded =
                planned == Outcome.REFUSED_BY_GATEWAY
                        && !cascades.refuses("praxis", asked.amount(), asked.currency(), iban);
        if (cascaded) {
            return Outcome.SENT;
        }
        return struck.containsKey(asked.orderId()) ? planned : chaos.mix(planned);
    }

    /** The tid and the number are given only to what is stored. */
    private Opening with(Opening asked, Outcome outcome) {
        return new Opening(
                sequence.next(),
                requests.nextTid(),
                asked.orderId(),
                asked.applicationKey(),
                asked.cid(),
                asked.amount(),
                asked.currency(),
                asked.gateway(),
                asked.notificationUrl(),
                outcome,
                asked.createdAt());
    }

    private ServerResponse withoutRequest(Reply reply) {
        return switch (reply) {
            case SILENT_AND_NOT_STORED -> new Silence(limits.silence());
            case SERVER_ERROR_AND_NOT_STORED -> wire.error(500, -1, "internal error");
            case TOO_MANY_REQUESTS -> wire.error(429, 999, "too many requests");
            case MAINTENANCE -> wire.error(333, "maintenance");
            case NORMAL,
                    AFTER_CALLBACKS,
                    SLOW,
                    SILENT,
                    SERVER_ERROR,
                    RESET,
                    MALFORMED,
                    WRONG_SIGNATURE,
                    REFUSED_BY_GATEWAY,
                    REFUSED_DESTINATION ->
                    throw new IllegalStateException(reply + " (expected: one that stores nothing)");
        };
    }

    private Mono<ServerResponse> refused(Opening opening, Reply reply) {
        String reason = reply == Reply.REFUSED_DESTINATION ? "AC01" : "AM04";
        PayoutRequest request = PayoutRequest.refused(opening, reason);
        return requests.open(request).thenReturn(wire.found(request, request.snapshot()));
    }

    private Mono<ServerResponse> opened(Opening opening) {
        PayoutRequest request = PayoutRequest.opened(opening, limits.notifyRequested());
        Once begin = new Once(() -> runner.opened(request));
        return requests.open(request)
                .then(
                        Mono.<ServerResponse>fromSupplier(
                                () -> wire.found(request, request.snapshot()).then(begin)))
                .doOnCancel(begin);
    }

    /** Limits that all misbehaviour keeps to. */
    record Limits(int maxPayouts, Duration silence, Duration slow, boolean notifyRequested) {}
}
