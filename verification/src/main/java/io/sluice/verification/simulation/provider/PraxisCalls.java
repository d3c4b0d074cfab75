package io.sluice.verification.simulation.provider;

import io.sluice.contracts.OrderId;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.Finding.Effect;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.Refusal;
import io.sluice.verification.simulation.network.Caller;
import io.sluice.verification.simulation.network.Network;
import io.sluice.verification.simulation.network.Request;
import io.sluice.verification.simulation.world.Host;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Reaches Praxis over the network, and makes of its answers what the service's adapter does. */
final class PraxisCalls implements ProviderCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration RESTAMP_PAUSE = Duration.ofSeconds(1);

    private final Host host;
    private final Network network;
    private final Praxis praxis;

    PraxisCalls(Host host, Network network, Praxis praxis) {
        this.host = host;
        this.network = network;
        this.praxis = praxis;
    }

    /** Praxis' word for a status. */
    static String word(Payment.Status status) {
        return switch (status) {
            case REQUESTED -> "requested";
            case UNDER_WAY -> "pending";
            case APPROVED -> "authorized";
            case HELD -> "compliance_hold";
            case PART_PAID -> "partial_payout";
            case PAID -> "approved";
            case REJECTED -> "rejected";
            case CAME_BACK -> "reversed";
            case CANCELLED -> "cancelled";
        };
    }

    /** What such a word means. */
    static Effect effect(String word) {
        for (Payment.Status status : Payment.Status.values()) {
            if (word(status).equals(word)) {
                return effect(status);
            }
        }
        return Effect.UNKNOWN;
    }

    private static Effect effect(Payment.Status status) {
        return switch (status) {
            case REQUESTED, UNDER_WAY, APPROVED -> Effect.IN_PROGRESS;
            case HELD -> Effect.UNKNOWN;
            case PART_PAID -> Effect.PART_PAID;
            case PAID -> Effect.PAID;
            case REJECTED, CANCELLED -> Effect.FAILED;
            case CAME_BACK -> Effect.CAME_BACK;
        };
    }

    /** Opens and completes, both with the time of the recorded send. */
    @Override
    public Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request) {
        String known = attempt.reference();
        if (known != null) {
            return complete(order, attempt, known);
        }
        OrderId ours = OrderId.of(attempt.key());
        return call(
                        "the opening of " + ours,
                        () -> praxis.open(ours, order.amount(), attempt.stampedAt()))
                .flatMap(
                        answer -> {
                            if (answer instanceof Answer.Shown shown
                                    && shown.status() != Payment.Status.REJECTED) {
                                host.point("after opening " + shown.reference());
                                return complete(order, attempt, shown.reference());
                            }
                            return Mono.just(notOpened(answer));
                        });
    }

    private static Outcome.OfSubmit notOpened(Answer answer) {
        return switch (answer) {
            case Answer.NotSent _ -> new Outcome.Deferred("not sent", PAUSE);
            case Answer.Nothing(String reason) -> Outcome.Unclear.because(reason);
            case Answer.Shown shown -> new Outcome.Refused(Refusal.of(shown.reason()));
            case Answer.Accepted _ -> Outcome.Unclear.because("malformed answer");
            case Answer.Turned(int status, String description) ->
                    switch (description) {
                        case "not unique" -> new Outcome.Unclear(description, null, true);
                        case "timestamp" -> new Outcome.Deferred(description, RESTAMP_PAUSE);
                        case "maintenance", "too many requests" ->
                                new Outcome.Deferred(description, PAUSE);
                        default -> new Outcome.Refused(Refusal.of("STATUS_" + status));
                    };
        };
    }

    /** The request stands, so anything but a plain word is a doubt. */
    private Mono<Outcome.OfSubmit> complete(PayoutOrder order, Attempt attempt, String tid) {
        return call("the completion of " + tid, () -> praxis.complete(tid, attempt.stampedAt()))
                .map(answer -> completed(answer, order, tid))
                .flatMap(
                        outcome ->
                                outcome instanceof Outcome.Refused refused
                                        ? confirmed(refused, tid)
                                        : Mono.just(outcome));
    }

    /** Only a second word makes the refusal of an open request a definite one. */
    private Mono<Outcome.OfSubmit> confirmed(Outcome.Refused refused, String tid) {
        return asked(tid)
                .map(
                        answer ->
                                isUnpaid(answer)
                                        ? refused
                                        : new Outcome.Unclear("not confirmed", tid, true));
    }

    private Mono<Answer> asked(String tid) {
        Instant stamp = host.clock().instant();
        return call("a question about " + tid, () -> praxis.findTransaction(tid, stamp));
    }

    private static boolean isUnpaid(Answer answer) {
        return answer instanceof Answer.Shown shown && effect(shown.status()) == Effect.FAILED;
    }

    private Outcome.OfSubmit completed(Answer answer, PayoutOrder order, String tid) {
        if (!(answer instanceof Answer.Shown shown)) {
            return new Outcome.Unclear(answer.toString(), tid, true);
        }
        Finding finding = finding(shown, order, host.clock().instant());
        return switch (finding.effect()) {
            case FAILED -> new Outcome.Refused(Refusal.of(code(shown)));
            case PAID, PART_PAID, CAME_BACK -> new Outcome.Accepted(tid, finding);
            case IN_PROGRESS -> new Outcome.Accepted(tid, null);
            case FAULTED, UNKNOWN -> new Outcome.Unclear(finding.told(), tid, true);
        };
    }

    @Override
    public Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt) {
        String tid = attempt.reference();
        Instant stamp = host.clock().instant();
        return tid == null
                ? call(
                                "a question about " + attempt.key(),
                                () -> praxis.findOrder(OrderId.of(attempt.key()), stamp))
                        .map(answer -> found(answer, order))
                : asked(tid).map(answer -> found(answer, order));
    }

    private Outcome.OfLookUp found(Answer answer, PayoutOrder order) {
        if (answer instanceof Answer.Turned(_, String description)
                && description.equals("not found")) {
            return new Outcome.Absent();
        }
        if (!(answer instanceof Answer.Shown shown)) {
            return new Outcome.Unanswered(answer.toString());
        }
        return shown.status() == Payment.Status.REQUESTED
                ? new Outcome.FoundUnprocessed(shown.reference())
                : new Outcome.Found(
                        shown.reference(), finding(shown, order, host.clock().instant()));
    }

    @Override
    public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
        String tid = attempt.reference();
        if (tid == null) {
            return Mono.just(new Outcome.NotTakenBack("no request to cancel is known"));
        }
        Instant stamp = host.clock().instant();
        return call("the cancellation of " + tid, () -> praxis.cancel(tid, stamp))
                .map(PraxisCalls::cancelled)
                .flatMap(
                        outcome ->
                                outcome instanceof Outcome.TakenBack back
                                        ? confirmed(back, tid)
                                        : Mono.just(outcome));
    }

    private Mono<Outcome.OfCancel> confirmed(Outcome.TakenBack back, String tid) {
        return asked(tid)
                .map(
                        answer ->
                                isUnpaid(answer)
                                        ? back
                                        : new Outcome.Unanswered("cancelled, not confirmed"));
    }

    private static Outcome.OfCancel cancelled(Answer answer) {
        if (answer instanceof Answer.Shown
                || (answer instanceof Answer.Turned(_, String d)
                        && d.equals("already cancelled"))) {
            return new Outcome.TakenBack();
        }
        return answer instanceof Answer.Turned(_, String d) && d.equals("already processed")
                ? new Outcome.NotTakenBack(d)
                : new Outcome.Unanswered(answer.toString());
    }

    private static Finding finding(Answer.Shown shown, PayoutOrder order, Instant now) {
        boolean isWhole =
                shown.status() == Payment.Status.PART_PAID && shown.paid() >= order.amount();
        Effect effect = isWhole ? Effect.PAID : effect(shown.status());
        return new Finding(effect, paid(effect, shown), reason(effect, shown), word(shown), now);
    }

    private static String word(Answer.Shown shown) {
        return word(shown.status());
    }

    private static Attempt.Paid paid(Effect effect, Answer.Shown shown) {
        return switch (effect) {
            case PAID -> new Attempt.Paid(shown.paid(), 0, shown.fee(), true);
            case PART_PAID -> new Attempt.Paid(shown.paid(), 0, shown.fee(), false);
            case CAME_BACK -> new Attempt.Paid(shown.paid(), shown.returned(), shown.fee(), true);
            case IN_PROGRESS, FAILED, FAULTED, UNKNOWN -> Attempt.Paid.NOTHING;
        };
    }

    private static @Nullable String reason(Effect effect, Answer.Shown shown) {
        return effect == Effect.FAILED || effect == Effect.CAME_BACK ? code(shown) : null;
    }

    private static String code(Answer.Shown shown) {
        return shown.reason().isEmpty() ? "rejected" : shown.reason();
    }

    private Mono<Answer> call(String what, Supplier<Mono<Answer>> server) {
        return network.call(
                Caller.of(host),
                new Request<>(
                        what,
                        null,
                        server,
                        PATIENCE,
                        new Answer.NotSent(),
                        new Answer.Nothing("time-out")));
    }
}
