package io.sluice.gateway.adapter.provider;

import org.springframework.http.HttpHeaders;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A whole answer, as it came. */
public record HttpAnswer(int status, HttpHeaders headers, String body) {

    /** Time-out, too early, too many: the same request may be answered otherwise. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    public boolean is2xx() {
        return status / 100 == 2;
    }

    /** A 4xx that blames the request and not the moment. */
    public boolean isDefiniteRefusal() {
        return status / 100 == 4 && !LATER.contains(status);
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
