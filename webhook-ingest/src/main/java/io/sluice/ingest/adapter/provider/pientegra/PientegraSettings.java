package io.sluice.ingest.adapter.provider.pientegra;

import io.sluice.ingest.adapter.provider.Secrets;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * @param tolerance how far the signature's time may be from ours, before or after
 * @param sources the provider's addresses or ranges; empty admits all
 * @param sites our sites there, by the name in the webhook's path
 */
@ConfigurationProperties("sluice.providers.pientegra")
record PientegraSettings(
        @DefaultValue("5m") Duration tolerance,
        @DefaultValue List<String> sources,
        @DefaultValue Map<String, Site> sites) {

    PientegraSettings {
        if (tolerance.isNegative() || tolerance.isZero()) {
            throw new IllegalArgumentException("tolerance: " + tolerance + " (expected: > 0)");
        }
        sources = List.copyOf(sources);
        sites = Map.copyOf(sites);
    }

    /** The webhook secret that the provider gave for a site, and the one before it. */
    record Site(
            String secret, @Nullable String previousSecret, @Nullable Instant previousSecretUntil) {

        Secrets secrets() {
            return new Secrets(secret, previousSecret, previousSecretUntil);
        }

        @Override
        public String toString() {
            return "Site[hidden]";
        }
    }
}
