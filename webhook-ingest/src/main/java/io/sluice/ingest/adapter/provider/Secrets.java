package io.sluice.ingest.adapter.provider;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An account's signing secret, and the one before it while it is being rotated.
 *
 * @param previousUntil when the previous one stops counting; null: when it is taken out
 */
public record Secrets(String current, @Nullable String previous, @Nullable Instant previousUntil) {

    public Secrets {
        if (current.isBlank()) {
            throw new IllegalArgumentException("secret: blank (expected: the provider's secret)");
        }
        if (previous != null && previous.isBlank()) {
            throw new IllegalArgumentException(
                    "previous-secret: blank (expected: a secret, or absent)");
        }
    }

    /** Those that count now, the current one first. */
    public List<String> valid(Instant now) {
        boolean rotating =
                previous != null && (previousUntil == null || now.isBefore(previousUntil));
        return rotating ? List.of(current, previous) : List.of(current);
    }

    @Override
    public String toString() {
        return "Secrets[hidden]";
    }
}
