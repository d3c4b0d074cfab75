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
     * @param error null when there was one; never holds the URL or an address
     * @param body as text, its first 16 KiB
     * @param retryAfter what the endpoint asked for, within the limit that is honoured
     * @param signature of the answer, where the partner signs it
     */
    record Answer(
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String body,
            @Nullable Duration retryAfter,
            @Nullable String signature) {

        private static final int START_CHARACTERS = 1_024;

        public static Answer none(String error) {
            return new Answer(null, error, null, null, null);
        }

        /** As much of the body as is kept with an attempt. */
        public @Nullable String start() {
            return body == null || body.length() <= START_CHARACTERS
                    ? body
                    : body.substring(0, START_CHARACTERS);
        }
    }

    /** Posts a body; never fails: what went wrong is in the answer, within the time limit. */
    Mono<Answer> post(String applicationKey, String url, Map<String, String> headers, String body);
}
