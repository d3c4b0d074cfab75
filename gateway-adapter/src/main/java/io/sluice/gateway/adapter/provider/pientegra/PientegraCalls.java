package io.sluice.gateway.adapter.provider.pientegra;

import static io.sluice.gateway.adapter.provider.pientegra.PientegraAnswers.text;

import io.sluice.gateway.adapter.provider.HttpAnswer;
import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.MissedWords;
import io.sluice.gateway.application.OrderList;
import io.sluice.gateway.application.Outcome;
import io.sluice.gateway.application.ProviderCalls;
import io.sluice.gateway.domain.Attempt;
import io.sluice.gateway.domain.PayoutOrder;

import org.jspecify.annotations.Nullable;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

final class PientegraCalls implements ProviderCalls, MissedWords, OrderList {

    private static final String WITHDRAWALS = "/external/withdrawals";
    private static final String EVENTS = "/external/events";

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final ProviderHttp http;
    private final PientegraSettings settings;
    private final PientegraPages pages;
    private final Clock clock;

    PientegraCalls(ProviderHttp http, PientegraSettings settings, Clock clock) {
        this.http = http;
        this.settings = settings;
        this.pages = new PientegraPages(this::get);
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
                                        ? listed(order, attempt, reference)
                                        : Mono.just(one(answer, order, reference)))
                .onErrorResume(
                        failure -> Mono.just(new Outcome.Unanswered(ProviderHttp.reason(failure))));
    }

    /** Pientegra documents no cancellation. */
    @Override
    public Mono<Outcome.OfCancel> cancel(PayoutOrder order, Attempt attempt) {
        return Mono.just(new Outcome.NotTakenBack("Pientegra cancels nothing"));
    }

    private Outcome.OfLookUp one(HttpAnswer answer, PayoutOrder order, String reference) {
        JsonNode row = PientegraAnswers.read(answer.body());
        return answer.is2xx() && row != null
                ? PientegraAnswers.found(row, order, reference, clock.instant())
                : new Outcome.Unanswered("HTTP " + answer.status());
    }

    /**
     * Where the look-up by id is not offered. A repeat may have arrived hours after the first send,
     * so the list is read up to now. Being in no list proves nothing.
     */
    private Mono<Outcome.OfLookUp> listed(PayoutOrder order, Attempt attempt, String reference) {
        Instant now = clock.instant();
        String window = window(attempt.firstSentAt().minus(CLOCKS_DIFFER), now.plus(CLOCKS_DIFFER));
        return pages.find(WITHDRAWALS, window, row -> reference.equals(text(row, "id")))
                .map(row -> PientegraAnswers.found(row, order, reference, now))
                .defaultIfEmpty(new Outcome.Unanswered("not listed"));
    }

    private static String window(Instant from, Instant until) {
        return "createdFrom="
                + encoded(from.toString())
                + "&createdTo="
                + encoded(until.toString());
    }

    /** By their creation at Pientegra, which is what its list can be asked for. */
    @Override
    public Mono<Page> page(Instant from, Instant until, @Nullable String at) {
        Instant now = clock.instant();
        return pages.page(WITHDRAWALS, window(from, until), at)
                .onErrorMap(
                        failure -> !(failure instanceof IllegalStateException),
                        failure -> new IllegalStateException(ProviderHttp.reason(failure), failure))
                .map(
                        page ->
                                new Page(
                                        page.path("data")
                                                .valueStream()
                                                .map(row -> PientegraAnswers.listed(row, now))
                                                .toList(),
                                        PientegraPages.cursor(page)));
    }

    /** The callbacks that did not arrive, by its event ledger, the oldest first. */
    @Override
    public Mono<List<Word>> since(Instant from) {
        String query = "deliveryStatus=DEAD,FAILED&createdFrom=" + encoded(from.toString());
        return pages.all(EVENTS, query)
                .flatMap(event -> Mono.justOrEmpty(word(event.path("payload").path("withdrawal"))))
                .collectList()
                .map(List::reversed);
    }

    private static Optional<Word> word(JsonNode withdrawal) {
        String id = text(withdrawal, "id");
        String status = text(withdrawal, "status");
        return id == null || status == null ? Optional.empty() : Optional.of(new Word(id, status));
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
