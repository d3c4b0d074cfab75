package io.sluice.gateway.adapter.provider;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.messaging.observe.LogLine;
import io.sluice.messaging.observe.Traces;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import reactor.core.publisher.Mono;

/**
 * Gives each call to a provider a span in its withdrawal's trace, and what became of it; a line where
 * the provider did not do as it was asked.
 */
final class TracedCalls implements ProviderCalls {

    private static final Logger LOG = LoggerFactory.getLogger(TracedCalls.class);

    private final String provider;
    private final ProviderCalls calls;
    private final Traces traces;

    private TracedCalls(String provider, ProviderCalls calls, Traces traces) {
        this.provider = provider;
        this.calls = calls;
        this.traces = traces;
    }

    static Gateway traced(Gateway gateway, Traces traces) {
        return new Gateway(
                gateway.name(),
                gateway.contract(),
                gateway.words(),
                gateway.requests(),
                new TracedCalls(gateway.name().value(), gateway.calls(), traces),
                gateway.missed(),
                gateway.listed(),
                gateway.limits());
    }

    @Override
    public Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request) {
        return traced("submit", order, attempt, calls.submit(order, attempt, request));
    }

    @Override
    public Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt) {
        return traced("look up", order, attempt, calls.lookUp(order, attempt));
    }

    @Override
    public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
        return traced("cancel", order, attempt, calls.cancel(order, attempt));
    }

    private <O extends Outcome> Mono<O> traced(
            String call, PayoutOrder order, Attempt attempt, Mono<O> outcome) {
        return Mono.defer(
                () -> {
                    Span span =
                            traces.begin(
                                            SpanKind.CLIENT,
                                            call + " at " + provider,
                                            order.traceparent())
                                    .setAttribute("sluice.payout.id", order.payoutId().toString())
                                    .setAttribute("sluice.attempt", attempt.number())
                                    .setAttribute(
                                            LogLine.WITHDRAWAL, order.withdrawalId().toString());
                    return outcome.doOnNext(
                                    became -> {
                                        span.setAttribute("sluice.outcome", name(became));
                                        say(call, order, attempt, became);
                                    })
                            .doOnError(_ -> span.setStatus(StatusCode.ERROR))
                            .doFinally(_ -> span.end());
                });
    }

    private void say(String call, PayoutOrder order, Attempt attempt, Outcome became) {
        @Nullable String why =
                switch (became) {
                    case Outcome.Refused no -> no.refusal().code();
                    case Outcome.Deferred later -> later.reason();
                    case Outcome.Unclear unclear -> unclear.reason();
                    case Outcome.Unanswered none -> none.reason();
                    case Outcome.NotTakenBack not -> not.reason();
                    case Outcome.Accepted _,
                            Outcome.Found _,
                            Outcome.FoundUnprocessed _,
                            Outcome.Absent _,
                            Outcome.TakenBack _ ->
                            null;
                };
        if (why != null) {
            LogLine.about(LOG.atInfo(), order.withdrawalId(), order.traceparent())
                    .log(
                            "payout {}, attempt {}: {} at {}: {}: {}",
                            order.payoutId(),
                            attempt.number(),
                            call,
                            provider,
                            name(became),
                            why);
        }
    }

    private static String name(Outcome outcome) {
        return outcome.getClass().getSimpleName();
    }
}
