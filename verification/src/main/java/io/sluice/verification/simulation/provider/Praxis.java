package io.sluice.verification.simulation.provider;

import io.sluice.contracts.OrderId;
import io.sluice.ingest.domain.Reading;
import io.sluice.sandbox.outcome.Notices;
import io.sluice.sandbox.outcome.Outcome;
import io.sluice.sandbox.outcome.Reply;
import io.sluice.verification.simulation.network.Outside;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Praxis' side, after the sandbox: an order id is taken once, a request stands until it is
 * completed or cancelled, and a timestamp lives a minute.
 */
final class Praxis {

    static final String NAME = "praxis";

    private static final int BAD_REQUEST = 400;
    private static final Duration STAMP_LIVES = Duration.ofSeconds(60);
    private static final Duration ORDER_IS_FOUND = Duration.ofMinutes(15);
    private static final Duration SLOW = Duration.ofSeconds(20);
    private static final Duration AFTER_CALLBACKS = Duration.ofSeconds(2);
    private static final int FIRST_TID = 756_850;

    private final Outside self;
    private final Callbacks callbacks;
    private final Cascades cascades;
    private final Payments payments;
    private final Map<OrderId, Payment> byOrder = new HashMap<>();
    private final Map<String, Payment> byTid = new HashMap<>();
    private final Set<OrderId> struck = new HashSet<>();
    private final Map<Payment, Integer> told = new HashMap<>();

    Praxis(Outside self, Callbacks callbacks, Cascades cascades) {
        this.self = self;
        this.callbacks = callbacks;
        this.cascades = cascades;
        this.payments = new Payments(self, this::tell);
    }

    Payments payments() {
        return payments;
    }

    /** {@code /direct/apm} as it arrives. */
    Mono<Answer> open(OrderId ours, long amount, Instant stamp) {
        if (isNotNow(stamp)) {
            return error("timestamp");
        }
        if (byOrder.containsKey(ours)) {
            return error("not unique");
        }
        Outcome outcome = Outcome.ofAmount(amount);
        if (outcome == Outcome.REFUSED_BY_GATEWAY && !cascades.refuses(NAME, ours.payoutId())) {
            outcome = Outcome.SENT;
        }
        Reply reply = outcome.reply();
        boolean refuses = reply == Reply.REFUSED_BY_GATEWAY || reply == Reply.REFUSED_DESTINATION;
        if (!refuses && !reply.stores() && struck.add(ours)) {
            return withoutRequest(reply, ours);
        }
        Payment payment = opened(ours, amount, outcome);
        if (refuses) {
            payment.refuse(reply == Reply.REFUSED_DESTINATION ? "AC01" : "AM04");
        } else {
            tell(payment);
        }
        return Mono.just(Answer.Shown.of(payment));
    }

    private Payment opened(OrderId ours, long amount, Outcome outcome) {
        String tid = Integer.toString(FIRST_TID + payments.all().size());
        Payment payment =
                new Payment(
                        NAME,
                        tid,
                        ours,
                        amount,
                        outcome,
                        Payment.Status.REQUESTED,
                        self.world().now());
        self.note("opens " + tid + " for " + ours + ", " + outcome);
        payments.add(payment);
        byOrder.put(ours, payment);
        byTid.put(tid, payment);
        return payment;
    }

    private Mono<Answer> withoutRequest(Reply reply, OrderId ours) {
        self.note("answers " + ours + ": " + reply);
        return switch (reply) {
            case SILENT_AND_NOT_STORED -> Mono.empty();
            case TOO_MANY_REQUESTS -> Mono.just(new Answer.Turned(429, "too many requests"));
            case MAINTENANCE -> Mono.just(new Answer.Turned(333, "maintenance"));
            default -> Mono.just(new Answer.Nothing("status -1"));
        };
    }

    /** {@code complete-withdrawal-request} as it arrives. */
    Mono<Answer> complete(String tid, Instant stamp) {
        if (isNotNow(stamp)) {
            return error("timestamp");
        }
        Payment payment = byTid.get(tid);
        if (payment == null) {
            return error("not found");
        }
        if (payment.status() != Payment.Status.REQUESTED) {
            return notPossible(payment);
        }
        payment.begin(self.world().now());
        self.note("pays " + tid);
        payments.hurry(payment);
        return switch (payment.outcome().reply()) {
            case AFTER_CALLBACKS -> later(AFTER_CALLBACKS, payment);
            case SLOW -> later(SLOW, payment);
            case SILENT -> Mono.empty();
            case RESET -> Mono.just(new Answer.Nothing("connection reset"));
            case SERVER_ERROR -> Mono.just(new Answer.Nothing("status -1"));
            case MALFORMED, WRONG_SIGNATURE ->
                    Mono.just(new Answer.Nothing("answer does not verify"));
            default -> Mono.just(Answer.Shown.of(payment));
        };
    }

    private Mono<Answer> later(Duration delay, Payment payment) {
        Sinks.One<Answer> said = Sinks.one();
        self.after(delay, () -> said.tryEmitValue(Answer.Shown.of(payment)));
        return said.asMono();
    }

    private static Mono<Answer> notPossible(Payment payment) {
        return error(
                payment.status() == Payment.Status.CANCELLED
                        ? "already cancelled"
                        : "already processed");
    }

    /** {@code cancel-withdrawal-request}: nothing of it may be under way. */
    Mono<Answer> cancel(String tid, Instant stamp) {
        if (isNotNow(stamp)) {
            return error("timestamp");
        }
        Payment payment = byTid.get(tid);
        if (payment == null) {
            return error("not found");
        }
        if (payment.status() != Payment.Status.REQUESTED) {
            return notPossible(payment);
        }
        payment.cancel();
        self.note("cancels " + tid);
        tell(payment);
        return Mono.just(Answer.Shown.of(payment));
    }

    /** {@code find-order}: for a quarter of an hour, and never what was rejected unpaid. */
    Mono<Answer> findOrder(OrderId ours, Instant stamp) {
        if (isNotNow(stamp)) {
            return error("timestamp");
        }
        Payment payment = byOrder.get(ours);
        return payment != null && isFound(payment)
                ? Mono.just(Answer.Shown.of(payment))
                : error("not found");
    }

    private boolean isFound(Payment payment) {
        return !payment.createdAt().plus(ORDER_IS_FOUND).isBefore(self.world().now())
                && (payment.status() != Payment.Status.REJECTED || payment.paid() > 0);
    }

    /** {@code find-transaction}. */
    Mono<Answer> findTransaction(String tid, Instant stamp) {
        if (isNotNow(stamp)) {
            return error("timestamp");
        }
        Payment payment = byTid.get(tid);
        return payment == null ? error("not found") : Mono.just(Answer.Shown.of(payment));
    }

    private boolean isNotNow(Instant stamp) {
        Instant now = self.world().now();
        long age = now.getEpochSecond() - stamp.getEpochSecond();
        return age < 0 || age > STAMP_LIVES.toSeconds();
    }

    private static Mono<Answer> error(String description) {
        return Mono.just(new Answer.Turned(BAD_REQUEST, description));
    }

    /** The signature does not cover the status: whatever it says is a claim. */
    private void tell(Payment payment) {
        if (payment.outcome().notices() == Notices.NEVER) {
            return;
        }
        OrderId ours = payment.ours();
        String key = payment.reference() + "/" + told.merge(payment, 1, Integer::sum);
        String status = PraxisCalls.word(payment.status());
        Reading reading =
                new Reading.Claimed(
                        key,
                        "payout." + status.replace(' ', '_'),
                        payment.reference(),
                        ours.toString(),
                        ours.payoutId(),
                        ours.attempt(),
                        status);
        int copies = payment.outcome().notices() == Notices.THRICE ? 3 : 1;
        for (int i = 0; i < copies; i++) {
            callbacks.tell(reading);
        }
    }
}
