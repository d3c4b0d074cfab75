package io.sluice.gateway.adapter.provider.pientegra;

import io.sluice.gateway.adapter.provider.HttpAnswer;
import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.PayoutOrder;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

final class PientegraCalls implements ProviderCalls {

    private static final String WITHDRAWALS = "/external/withdrawals";

    /** How far around the first send a list is searched. */
    private static final Duration AROUND = Duration.ofMinutes(10);

    private static final int LIST_LIMIT = 100;

    private final ProviderHttp http;
    private final PientegraSettings settings;
    private final Clock clock;

    PientegraCalls(ProviderHttp http, PientegraSettings settings, Clock clock) {
        this.http = http;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Mono<Outcome.OfSubmit> submit(PayoutOrder order, Attempt attempt, byte[] request) {
        Consumer<HttpHeaders> headers =
                authorized()
                        .andThen(h -> h.setContentType(MediaType.APPLICATION_JSON))
                        .andThen(h -> h.set("Idempotency-Key", attempt.key()));
        return http.call(HttpMethod.POST, uri(WITHDRAWALS), headers, request)
                .map(PientegraAnswers::submitted)
                .onErrorResume(failure -> Mono.just(PientegraAnswers.notSubmitted(failure)));
    }

    /** By Pientegra's id; without one nothing can be asked, for its lists know no key of ours. */
    @Override
    public Mono<Outcome.OfLookUp> lookUp(PayoutOrder order, Attempt attempt) {
        String reference = attempt.reference();
        if (reference == null) {
            return Mono.just(new Outcome.Unanswered("no reference to ask by"));
        }
        return get(WITHDRAWALS + "/" + encoded(reference))
                .flatMap(
                        answer ->
                                answer.status() == 404 || answer.status() == 405
                                        ? listed(attempt, reference)
                                        : Mono.just(one(answer)))
                .onErrorResume(
                        failure -> Mono.just(new Outcome.Unanswered(ProviderHttp.reason(failure))));
    }

    /** Pientegra documents no cancellation. */
    @Override
    public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
        return Mono.just(new Outcome.NotTakenBack("Pientegra cancels nothing"));
    }

    private Outcome.OfLookUp one(HttpAnswer answer) {
        JsonNode row = PientegraAnswers.read(answer.body());
        return answer.is2xx() && row != null
                ? PientegraAnswers.found(row, clock.instant())
                : new Outcome.Unanswered("HTTP " + answer.status());
    }

    /** Where the look-up by id is not offered. Being in no list proves nothing. */
    private Mono<Outcome.OfLookUp> listed(Attempt attempt, String reference) {
        Instant from = attempt.firstSentAt().minus(AROUND);
        Instant to = attempt.stampedAt().plus(AROUND);
        return get(WITHDRAWALS
                        + "?createdFrom="
                        + encoded(from.toString())
                        + "&createdTo="
                        + encoded(to.toString())
                        + "&limit="
                        + LIST_LIMIT)
                .map(
                        answer ->
                                Optional.ofNullable(PientegraAnswers.read(answer.body()))
                                        .flatMap(list -> row(list, reference))
                                        .map(row -> PientegraAnswers.found(row, clock.instant()))
                                        .orElseGet(() -> new Outcome.Unanswered("not listed")));
    }

    private static Optional<JsonNode> row(JsonNode list, String reference) {
        for (JsonNode row : list.path("data")) {
            if (row.path("id").isString() && row.path("id").stringValue().equals(reference)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private Mono<HttpAnswer> get(String path) {
        return http.call(HttpMethod.GET, uri(path), authorized(), null);
    }

    private Consumer<HttpHeaders> authorized() {
        return headers -> headers.setBearerAuth(settings.apiKey());
    }

    private URI uri(String path) {
        return URI.create(settings.baseUrl() + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
