package io.sluice.withdrawal.domain.webhook;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** What an attempt came to. */
public sealed interface Verdict {

    /** 2xx, and nothing else. */
    record Delivered() implements Verdict {}

    /**
     * Anything else, redirects included: they are not followed.
     *
     * @param retryAfter what the endpoint asked for
     */
    record Failed(String error, @Nullable Duration retryAfter) implements Verdict {}

    /** 410: the endpoint wants no more of any. */
    record Gone() implements Verdict {}
}
