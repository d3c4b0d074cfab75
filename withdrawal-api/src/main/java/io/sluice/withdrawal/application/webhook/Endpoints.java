package io.sluice.withdrawal.application.webhook;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.util.Map;

/** Partners' endpoints. */
public interface Endpoints {

    /**
     * What came back.
     *
     * @param status null when there was no answer at all
     * @param error null when there was one; never holds the URL's query or user part
     * @param signature of the answer, where the partner signs it
     * @param start the first bytes of the body, as text
     */
    record Answer(
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String start,
            @Nullable Duration retryAfter,
            @Nullable String signature) {}

    /** Posts a body; never fails: what went wrong is in the answer, within the time limit. */
    Mono<Answer> post(String applicationKey, String url, Map<String, String> headers, String body);
}
