package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.gateway.adapter.provider.HttpAnswer;
import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.PayoutOrder;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Opens a withdrawal request under our order id, then completes it; both are one submission. */
final class PraxisCalls implements ProviderCalls {

    private final ProviderHttp http;
    private final PraxisSettings settings;
    private final PraxisRequests requests;
    private final PraxisOutcomes outcomes;
    private final Clock clock;

    PraxisCalls(
            ProviderHttp http,
            PraxisSettings settings,
            PraxisRequests requests,
            PraxisSignature signature,
            Clock clock) {
        this.http = http;
        this.settings = settings;
        this.requests = requests;
        this.outcomes = new PraxisOutcomes(signature, clock);
        this.clock = clock;
    }

    @Override
    public Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request) {
        String known = attempt.reference();
        if (known != null) {
            return complete(order, attempt, known);
        }
        return post(requests.open(request))
                .map(outcomes::opened)
                .onErrorResume(failure -> Mono.just(outcomes.notOpened(failure)))
                .flatMap(
                        opened ->
                                switch (opened) {
                                    case PraxisOutcomes.Open open ->
                                            complete(order, attempt, open.requestId());
                                    case PraxisOutcomes.Over over -> Mono.just(over.outcome());
                                });
    }

    private Mono<Outcome.OfSubmit> complete(PayoutOrder order, Attempt attempt, String requestId) {
        return post(requests.complete(requestId, attempt))
                .map(answer -> outcomes.completed(answer, order, requestId))
                .onErrorResume(
                        failure ->
                                Mono.just(
                                        new Outcome.Unclear(
                                                ProviderHttp.reason(failure), requestId, true)));
    }

    /** By the transaction where it is known, else by our order id. */
    @Override
    public Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt) {
        String tid = attempt.reference();
        PraxisRequests.Ready question =
                tid == null
                        ? requests.findOrder(attempt.key(), clock.instant())
                        : requests.findTransaction(tid, clock.instant());
        return post(question)
                .map(answer -> outcomes.found(answer, order, tid))
                .onErrorResume(
                        failure -> Mono.just(new Outcome.Unanswered(ProviderHttp.reason(failure))));
    }

    @Override
    public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
        String requestId = attempt.reference();
        if (requestId == null) {
            return Mono.just(new Outcome.NotTakenBack("no request to cancel is known"));
        }
        return post(requests.cancel(requestId, clock.instant()))
                .map(outcomes::cancelled)
                .onErrorResume(
                        failure -> Mono.just(new Outcome.Unanswered(ProviderHttp.reason(failure))));
    }

    private Mono<HttpAnswer> post(PraxisRequests.Ready request) {
        return http.call(
                HttpMethod.POST,
                URI.create(settings.baseUrl() + request.path()),
                headers -> {
                    headers.setContentType(MediaType.APPLICATION_JSON);
                    headers.set(PraxisSignature.HEADER, request.signature());
                },
                request.body().getBytes(StandardCharsets.UTF_8));
    }
}
