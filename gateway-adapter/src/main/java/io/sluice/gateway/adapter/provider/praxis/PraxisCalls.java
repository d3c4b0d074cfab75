package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.gateway.adapter.provider.HttpAnswer;
import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.PayoutOrder;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

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
                .flatMap(
                        completed ->
                                completed.outcome() instanceof Outcome.Refused refused
                                        ? confirmed(refused, completed.tid(), requestId)
                                        : Mono.just(completed.outcome()))
                .onErrorResume(
                        failure ->
                                Mono.just(
                                        new Outcome.Unclear(
                                                ProviderHttp.reason(failure), requestId, true)));
    }

    /** The request had been opened: only a second word makes its refusal a definite one. */
    private Mono<Outcome.OfSubmit> confirmed(
            Outcome.Refused refused, String tid, String requestId) {
        return post(requests.findTransaction(tid, clock.instant()))
                .map(
                        answer ->
                                outcomes.isUnpaid(answer, tid)
                                        ? refused
                                        : new Outcome.Unclear(
                                                "refused, not confirmed", requestId, true));
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
                .flatMap(
                        http ->
                                outcomes.verified(http)
                                        .map(answer -> found(answer, order, attempt))
                                        .orElseGet(
                                                () -> Mono.just(PraxisOutcomes.unverified(http))))
                .onErrorResume(
                        failure -> Mono.just(new Outcome.Unanswered(ProviderHttp.reason(failure))));
    }

    /** A request that is paid in parts is told by its parts. */
    private Mono<Outcome.OfLookUp> found(PraxisAnswer answer, PayoutOrder order, Attempt attempt) {
        Outcome.OfLookUp told = outcomes.found(answer, order, attempt);
        List<String> tids = answer.children();
        return told instanceof Outcome.Found whole
                        && whole.finding().effect() == Finding.Effect.PART_PAID
                        && !tids.isEmpty()
                ? inParts(whole, tids, order)
                : Mono.just(told);
    }

    private Mono<Outcome.OfLookUp> inParts(
            Outcome.Found whole, List<String> tids, PayoutOrder order) {
        if (tids.size() > PraxisAnswer.MOST_CHILDREN) {
            return Mono.just(new Outcome.Unanswered("too many parts"));
        }
        return Flux.fromIterable(tids)
                .concatMap(
                        tid ->
                                post(requests.findTransaction(tid, clock.instant()))
                                        .map(http -> outcomes.part(http, tid, order)))
                .collectList()
                .map(parts -> PraxisParts.together(whole, parts, order));
    }

    @Override
    public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
        String requestId = attempt.reference();
        if (requestId == null) {
            return Mono.just(new Outcome.NotTakenBack("no request to cancel is known"));
        }
        return post(requests.cancel(requestId, clock.instant()))
                .map(outcomes::cancelled)
                .flatMap(
                        outcome ->
                                outcome instanceof Outcome.TakenBack back
                                        ? confirmed(back, requestId)
                                        : Mono.just(outcome))
                .onErrorResume(
                        failure -> Mono.just(new Outcome.Unanswered(ProviderHttp.reason(failure))));
    }

    private Mono<Outcome.OfCancel> confirmed(Outcome.TakenBack back, String requestId) {
        return post(requests.findTransaction(requestId, clock.instant()))
                .map(
                        answer ->
                                outcomes.isUnpaid(answer, requestId)
                                        ? back
                                        : new Outcome.Unanswered("cancelled, not confirmed"));
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
