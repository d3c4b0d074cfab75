package io.sluice.gateway.adapter.provider;

import org.springframework.http.HttpHeaders;

import java.time.Duration;
import java.util.Optional;

/** A whole answer, as it came. */
public record HttpAnswer(int status, HttpHeaders headers, String body) {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    public boolean is2xx() {
        return status / 100 == 2;
    }

    public boolean is4xx() {
        return status / 100 == 4;
    }

    /** {@code Retry-After} in seconds, within bounds; an HTTP date is not read. */
    public Duration retryAfter(Duration otherwise) {
        return Optional.ofNullable(headers.getFirst("Retry-After"))
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(
                        asked ->
                                asked.compareTo(LONGEST_RETRY_AFTER) > 0
                                        ? LONGEST_RETRY_AFTER
                                        : asked)
                .orElse(otherwise);
    }
}
