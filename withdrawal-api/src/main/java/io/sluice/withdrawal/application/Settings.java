package io.sluice.withdrawal.application;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Map;

/** Changes how applications are set up; this instance sees a change at once, others within a second. */
public interface Settings {

    /** A renewed secret, shown this once. */
    record Rotated(@Nullable String secret, @Nullable Instant at) {}

    /**
     * Changes what is named, in one commit with its line in the audit trail.
     *
     * @param changes column name to value, checked by the caller; null clears
     */
    Mono<Void> change(
            String operator, String applicationKey, Map<String, @Nullable Object> changes);

    /** Sets the webhook's address and, if asked, renews its secret: both sign for a while. */
    Mono<Rotated> configureWebhook(String applicationKey, String url, boolean rotate);
}
