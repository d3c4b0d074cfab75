package io.sluice.verification.simulation.provider;

import io.sluice.contracts.FactStatus;
import io.sluice.contracts.OrderId;
import io.sluice.ingest.domain.Reading;
import io.sluice.ingest.domain.Report;
import io.sluice.sandbox.outcome.Notices;
import io.sluice.sandbox.outcome.Outcome;
import io.sluice.sandbox.outcome.Reply;
import io.sluice.verification.simulation.network.Outside;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Pientegra's side, after the sandbox: a key and its bytes are answered as at first, for a day;
 * then they are a new payment.
 */
final class Pientegra {

    static final String NAME = "pientegra";
    static final Currency CURRENCY = Currency.getInstance("TRY");

    private static final Duration KEY_LIVES = Duration.ofHours(24);
    private static final Duration SLOW = Duration.ofSeconds(20);
    private static final Duration AFTER_CALLBACKS = Duration.ofSeconds(2);

    private record Keyed(String body, Instant since, @Nullable Payment payment, String refusal) {}

    private final Outside self;
    private final Callbacks callbacks;
    private final Cascades cascades;
    private final Payments payments;
    private final Map<String, Keyed> keys = new HashMap<>();
    private final Map<String, Payment> byReference = new HashMap<>();
    private final Map<String, Instant> busyUntil = new HashMap<>();
    private final Set<String> struck = new HashSet<>();
    private final Map<Payment, Integer> told = new HashMap<>();

    Pientegra(Outside self, Callbacks callbacks, Cascades cascades) {
        this.self = self;
        this.callbacks = callbacks;
        this.cascades = cascades;
        this.payments = new Payments(self, this::tell);
    }

    Payments payments() {
        return payments;
    }

    /** {@code POST /external/withdrawals} as it arrives. */
    Mono<Answer> open(String key, OrderId ours, long amount, String body) {
        Instant now = self.world().now();
        if (self.world().dice().oneIn(self.world().weather().turnAway())) {
            self.note("does not let " + key + " in");
            return Mono.just(new Answer.Turned(403, "address_not_allowed"));
        }
        if (now.isBefore(busyUntil.getOrDefault(key, Instant.MIN))) {
            return Mono.just(new Answer.Turned(409, "duplicate_idempotency_key"));
        }
        Keyed known = keys.get(key);
        if (known != null && now.isBefore(known.since().plus(KEY_LIVES))) {
            return Mono.just(again(known, body));
        }
        Outcome outcome = outcome(ours, amount);
        Reply reply = outcome.reply();
        if (!reply.stores() && (refuses(reply) || struck.add(key))) {
            return withoutPayment(reply, key, body, now);
        }
        return opened(key, ours, amount, body, outcome);
    }

    private static boolean refuses(Reply reply) {
        return reply == Reply.REFUSED_BY_GATEWAY || reply == Reply.REFUSED_DESTINATION;
    }

    private static Answer again(Keyed known, String body) {
        if (!known.body().equals(body)) {
            return new Answer.Turned(409, "idempotency_key_reuse_with_different_body");
        }
        Payment payment = known.payment();
        return payment == null
                ? new Answer.Turned(422, known.refusal())
                : new Answer.Accepted(payment.reference());
    }

    /** Pientegra signs no answers and knows no partial payment. */
    private Outcome outcome(OrderId ours, long amount) {
        Outcome planned = Outcome.ofAmount(amount);
        return switch (planned) {
            case WRONG_SIGNATURE_PAID, PAID_IN_PARTS -> Outcome.SENT;
            case REFUSED_BY_GATEWAY ->
                    cascades.refuses(NAME, ours.payoutId()) ? planned : Outcome.SENT;
            default -> planned;
        };
    }

    private Mono<Answer> withoutPayment(Reply reply, String key, String body, Instant now) {
        self.note("answers " + key + ": " + reply);
        return switch (reply) {
            case SILENT_AND_NOT_STORED -> Mono.empty();
            case SERVER_ERROR_AND_NOT_STORED -> Mono.just(new Answer.Nothing("HTTP 500"));
            case TOO_MANY_REQUESTS -> Mono.just(new Answer.Turned(429, "too_many_requests"));
            case MAINTENANCE -> Mono.just(new Answer.Nothing("HTTP 503"));
            case REFUSED_BY_GATEWAY -> refused(key, body, now, "AM04");
            default -> refused(key, body, now, "AC01");
        };
    }

    private Mono<Answer> refused(String key, String body, Instant now, String code) {
        keys.put(key, new Keyed(body, now, null, code));
        return Mono.just(new Answer.Turned(422, code));
    }

    private Mono<Answer> opened(
            String key, OrderId ours, long amount, String body, Outcome outcome) {
        Instant now = self.world().now();
        String reference = "P" + (1 + payments.all().size());
        Payment payment =
                new Payment(NAME, reference, ours, amount, outcome, Payment.Status.UNDER_WAY, now);
        self.note("accepts " + ours + " as " + reference + ", " + outcome);
        keys.put(key, new Keyed(body, now, payment, ""));
        byReference.put(reference, payment);
        payments.add(payment);
        payment.begin(now);
        tell(payment);
        Answer created = new Answer.Accepted(reference);
        return switch (outcome.reply()) {
            case AFTER_CALLBACKS -> later(AFTER_CALLBACKS, created);
            case SLOW -> {
                busyUntil.put(key, now.plus(SLOW));
                yield later(SLOW, created);
            }
            case SILENT -> Mono.empty();
            case RESET -> Mono.just(new Answer.Nothing("connection reset"));
            case SERVER_ERROR -> Mono.just(new Answer.Nothing("HTTP 500"));
            case MALFORMED -> Mono.just(new Answer.Nothing("malformed answer"));
            default -> Mono.just(created);
        };
    }

    private Mono<Answer> later(Duration delay, Answer answer) {
        Sinks.One<Answer> said = Sinks.one();
        self.after(delay, () -> said.tryEmitValue(answer));
        return said.asMono();
    }

    /** {@code GET /external/withdrawals/{id}}; its word on what it said by mistake is the truth. */
    Mono<Answer> find(String reference) {
        Payment payment = byReference.get(reference);
        if (payment == null) {
            return Mono.just(new Answer.Turned(404, "not_found"));
        }
        return Mono.just(
                payment.status() == Payment.Status.REJECTED && payment.paid() > 0
                        ? new Answer.Shown(
                                reference,
                                Payment.Status.PAID,
                                payment.paid(),
                                payment.returned(),
                                payment.fee(),
                                "")
                        : Answer.Shown.of(payment));
    }

    private void tell(Payment payment) {
        if (payment.outcome().notices() == Notices.NEVER) {
            return;
        }
        String key = payment.reference() + "/" + told.merge(payment, 1, Integer::sum);
        Reading reading = reading(key, payment);
        int copies = payment.outcome().notices() == Notices.THRICE ? 3 : 1;
        for (int i = 0; i < copies; i++) {
            callbacks.tell(reading);
        }
    }

    private Reading reading(String key, Payment payment) {
        String reference = payment.reference();
        return switch (payment.status()) {
            case REQUESTED, UNDER_WAY ->
                    reported(key, "withdrawal.created", payment, FactStatus.CREATED);
            case APPROVED -> reported(key, "withdrawal.approved", payment, FactStatus.APPROVED);
            case PART_PAID, PAID -> reported(key, "withdrawal.sent", payment, FactStatus.SENT);
            case REJECTED -> reported(key, "withdrawal.rejected", payment, FactStatus.REJECTED);
            case CAME_BACK -> reported(key, "withdrawal.returned", payment, FactStatus.RETURNED);
            case HELD, CANCELLED ->
                    new Reading.Unrecognised(key, "withdrawal.compliance_hold", reference);
        };
    }

    private Reading reported(String key, String type, Payment payment, FactStatus fact) {
        boolean money = fact == FactStatus.SENT || fact == FactStatus.RETURNED;
        return new Reading.Reported(
                key,
                type,
                payment.reference(),
                new Report(
                        fact,
                        money ? payment.paid() : 0,
                        money ? payment.returned() : 0,
                        CURRENCY,
                        fact != FactStatus.CREATED && fact != FactStatus.APPROVED,
                        payment.fee(),
                        payment.reason(),
                        self.world().now()));
    }
}
