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

    /** Of a sweep: each page is a call. */
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

    /** Fails where a page is not answered; a longer list is not read to its end. */
    Flux<JsonNode> all(String path, String query) {
        return page(path, query, null)
                .expand(
                        page ->
                                Mono.justOrEmpty(cursor(page))
                                        .flatMap(cursor -> page(path, query, cursor)))
                .take(MOST_PAGES)
                .concatMapIterable(page -> page.path("data"), ONE_AHEAD);
    }

    /** One page; fails where it is not answered. */
    Mono<JsonNode> page(String path, String query, @Nullable String cursor) {
        String asked = path + "?" + query + "&limit=" + ROWS;
        return get.apply(cursor == null ? asked : asked + "&cursor=" + encoded(cursor))
                .map(
                        answer -> {
                            JsonNode page = PientegraAnswers.read(answer.body());
                            if (!answer.is2xx() || page == null || !page.path("data").isArray()) {
                                throw new IllegalStateException("list: HTTP " + answer.status());
                            }
                            return page;
                        });
    }

    /** Where the next page begins; null on the last. */
    static @Nullable String cursor(JsonNode page) {
        return PientegraAnswers.text(page, "nextCursor");
    }

    private static String encoded(String cursor) {
        return URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
