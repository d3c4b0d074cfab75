package io.sluice.gateway.adapter.provider.pientegra;

import io.sluice.gateway.adapter.provider.HttpAnswer;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Predicate;

/** Pientegra's lists, newest first, page by page. */
final class PientegraPages {

    private static final int ROWS = 100;

    /** Each page is a call: beyond this a list is not read to its end. */
    private static final int MOST_PAGES = 20;

    private static final int ONE_AHEAD = 1;

    private final Function<String, Mono<HttpAnswer>> get;

    PientegraPages(Function<String, Mono<HttpAnswer>> get) {
        this.get = get;
    }

    /** The first such row; reads no further than that. */
    Mono<JsonNode> find(String path, String query, Predicate<JsonNode> wanted) {
        return all(path, query).filter(wanted).next();
    }

    /** Fails where a page is not answered. */
    Flux<JsonNode> all(String path, String query) {
        String first = path + "?" + query + "&limit=" + ROWS;
        return page(first)
                .expand(
                        page ->
                                Mono.justOrEmpty(cursor(page))
                                        .flatMap(cursor -> page(first + "&cursor=" + cursor)))
                .take(MOST_PAGES)
                .concatMapIterable(page -> page.path("data"), ONE_AHEAD);
    }

    private Mono<JsonNode> page(String path) {
        return get.apply(path)
                .map(
                        answer -> {
                            JsonNode page = PientegraAnswers.read(answer.body());
                            if (!answer.is2xx() || page == null) {
                                throw new IllegalStateException("list: HTTP " + answer.status());
                            }
                            return page;
                        });
    }

    private static @Nullable String cursor(JsonNode page) {
        String cursor = PientegraAnswers.text(page, "nextCursor");
        return cursor == null ? null : URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
