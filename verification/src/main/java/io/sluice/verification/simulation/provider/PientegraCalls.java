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

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Reaches Pientegra over the network, and makes of its answers what the service's adapter does. */
final class PientegraCalls implements ProviderCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Host host;
    private final Network network;
    private final Pientegra pientegra;

    PientegraCalls(Host host, Network network, Pientegra pientegra) {
        this.host = host;
        this.network = network;
        this.pientegra = pientegra;
    }

    @Override
    public Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request) {
        String body = new String(request, StandardCharsets.UTF_8);
        OrderId ours = new OrderId(order.payoutId(), attempt.number());
        return call(
                        "the order of " + ours,
                        () -> pientegra.open(attempt.key(), ours, order.amount(), body))
                .map(PientegraCalls::submitted);
    }

    private static Outcome.OfSubmit submitted(Answer answer) {
        return switch (answer) {
            case Answer.NotSent _ -> new Outcome.Deferred("not sent", PAUSE);
            case Answer.Nothing(String reason) -> Outcome.Unclear.because(reason);
            case Answer.Accepted(String reference) -> new Outcome.Accepted(reference, null);
            case Answer.Shown _ -> Outcome.Unclear.because("malformed answer");
            case Answer.Turned(int status, String code) -> refused(status, code);
        };
    }

    private static Outcome.OfSubmit refused(int status, String code) {
        if (status == 429) {
            return new Outcome.Deferred("429", PAUSE);
        }
        return status == 409
                ? new Outcome.Unclear(code, null, true)
                : new Outcome.Refused(Refusal.of(code));
    }

    @Override
    public Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt) {
        String reference = attempt.reference();
        if (reference == null) {
            return Mono.just(new Outcome.Unanswered("no reference to ask by"));
        }
        return call("a question about " + reference, () -> pientegra.find(reference))
                .map(answer -> found(answer, host.clock().instant()));
    }

    private static Outcome.OfLookUp found(Answer answer, Instant now) {
        return answer instanceof Answer.Shown shown
                ? new Outcome.Found(shown.reference(), finding(shown, now))
                : new Outcome.Unanswered(answer.toString());
    }

    private static Finding finding(Answer.Shown shown, Instant now) {
        Effect effect =
                switch (shown.status()) {
                    case REQUESTED, UNDER_WAY, APPROVED -> Effect.IN_PROGRESS;
                    case HELD -> Effect.UNKNOWN;
                    case PART_PAID, PAID -> Effect.PAID;
                    case REJECTED, CANCELLED -> Effect.FAILED;
                    case CAME_BACK -> Effect.CAME_BACK;
                };
        Attempt.Paid paid =
                effect == Effect.PAID || effect == Effect.CAME_BACK
                        ? new Attempt.Paid(shown.paid(), shown.returned(), shown.fee(), true)
                        : Attempt.Paid.NOTHING;
        return new Finding(
                effect,
                paid,
                shown.reason().isEmpty() ? null : shown.reason(),
                shown.status().name(),
                now);
    }

    /** Pientegra documents no cancellation. */
    @Override
    public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
        return Mono.just(new Outcome.NotTakenBack("Pientegra cancels nothing"));
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
