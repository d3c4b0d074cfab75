package io.sluice.ingest.adapter.provider.praxis;

import io.sluice.ingest.adapter.provider.Secrets;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * @param oldest how old a notification may be: none is documented, and a repeat comes after five
 *     minutes, perhaps with the time of the first
 * @param ahead how far its time may be ahead of ours
 * @param sources the provider's addresses or ranges; empty admits all
 * @param merchants our merchants there, by the name in the webhook's path and in the notification
 */
@ConfigurationProperties("sluice.providers.praxis")
record PraxisSettings(
        @DefaultValue("24h") Duration oldest,
        @DefaultValue("60s") Duration ahead,
        @DefaultValue List<String> sources,
        @DefaultValue Map<String, Merchant> merchants) {

    PraxisSettings {
        if (oldest.isNegative() || oldest.isZero() || ahead.isNegative()) {
            throw new IllegalArgumentException(
                    "oldest, ahead: " + oldest + ", " + ahead + " (expected: > 0, >= 0)");
        }
        sources = List.copyOf(sources);
        merchants = Map.copyOf(merchants);
    }

    /** The merchant's secret and the one before it, and the applications that may be named. */
    record Merchant(
            String secret,
            @Nullable String previousSecret,
            @Nullable Instant previousSecretUntil,
            Set<String> applicationKeys) {

        Merchant {
            applicationKeys = Set.copyOf(applicationKeys);
            if (applicationKeys.isEmpty()) {
                throw new IllegalArgumentException(
                        "application-keys: none (expected: those that notifications name)");
            }
        }

        Secrets secrets() {
            return new Secrets(secret, previousSecret, previousSecretUntil);
        }

        @Override
        public String toString() {
            return "Merchant[hidden]";
        }
    }
}
