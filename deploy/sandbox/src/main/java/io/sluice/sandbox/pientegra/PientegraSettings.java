package io.sluice.sandbox.pientegra;

import org.springframework.boot.context.properties.ConfigurationProperties;

import java.net.URI;
import java.time.Duration;

/**
 * One site at Pientegra.
 *
 * @param requestsPerMinute 0 for no limit
 * @param idempotencyWindow how long a key is remembered; after that it opens a second payout
 * @param keptEvents how many events the ledger of events lists
 */
@ConfigurationProperties("sluice.sandbox.pientegra")
record PientegraSettings(
        String apiKey,
        URI webhookUrl,
        String webhookSecret,
        String oldWebhookSecret,
        int requestsPerMinute,
        Duration idempotencyWindow,
        int keptEvents) {

    PientegraSettings {
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("pientegra.api-key: blank (expected: a key)");
        }
        if (requestsPerMinute < 0) {
            throw new IllegalArgumentException(
                    "pientegra.requests-per-minute: " + requestsPerMinute + " (expected: >= 0)");
        }
        if (keptEvents < 1) {
            throw new IllegalArgumentException(
                    "pientegra.kept-events: " + keptEvents + " (expected: > 0)");
        }
    }
}
