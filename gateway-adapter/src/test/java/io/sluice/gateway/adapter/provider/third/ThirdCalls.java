package io.sluice.gateway.adapter.provider.third;

import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.Finding;
import io.sluice.gateway.domain.Finding.Effect;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.Refusal;

import org.springframework.http.HttpMethod;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.Clock;

/** {@code PUT} and {@code GET /payouts/{key}}; the answer is one word. */
final class ThirdCalls implements ProviderCalls {

    private final ProviderHttp http;
    private final ThirdSettings settings;
    private final Clock clock;

    ThirdCalls(ProviderHttp http, ThirdSettings settings, Clock clock) {
        this.http = http;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request) {
        return http.call(HttpMethod.PUT, uri(attempt), _ -> {}, request)
                .<Outcome.OfSubmit>map(
                        answer ->
                                answer.is2xx()
                                        ? new Outcome.Accepted(attempt.key(), null)
                                        : answer.isDefiniteRefusal()
                                                ? new Outcome.Refused(Refusal.of(answer.body()))
                                                : Outcome.Unclear.because("HTTP"))
                .onErrorResume(e -> Mono.just(Outcome.Unclear.because(ProviderHttp.reason(e))));
    }

    @Override
    public Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt) {
        return http.call(HttpMethod.GET, uri(attempt), _ -> {}, null)
                .<Outcome.OfLookUp>map(
                        answer ->
                                answer.status() == 404
                                        ? new Outcome.Absent()
                                        : new Outcome.Found(
                                                attempt.key(), finding(answer.body(), order)))
                .onErrorResume(e -> Mono.just(new Outcome.Unanswered(ProviderHttp.reason(e))));
    }

    @Override
    public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
        return Mono.just(new Outcome.NotTakenBack("it cancels nothing"));
    }

    static Effect effect(String word) {
        return switch (word) {
            case "paid" -> Effect.PAID;
            case "failed" -> Effect.FAILED;
            case "waiting" -> Effect.IN_PROGRESS;
            default -> Effect.UNKNOWN;
        };
    }

    private Finding finding(String word, PayoutOrder order) {
        boolean paid = effect(word) == Effect.PAID;
        Attempt.Paid total = new Attempt.Paid(paid ? order.amount() : 0, 0, 0, paid);
        return new Finding(effect(word), total, null, word, clock.instant());
    }

    private URI uri(Attempt attempt) {
        return URI.create(settings.baseUrl() + "/payouts/" + attempt.key());
    }
}
