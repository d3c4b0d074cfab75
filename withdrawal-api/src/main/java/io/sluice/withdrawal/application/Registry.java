package io.sluice.withdrawal.application;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Merchants, applications, their keys and secrets, as operators make and renew them. Each call that
 * writes is one commit with its line in the audit trail; this instance knows of it when it answers,
 * the others within a second. Keys and secrets are told in the answer and never again.
 */
public interface Registry {

    record Merchant(String merchantId, Instant createdAt, List<String> applications) {

        public Merchant {
            applications = List.copyOf(applications);
        }
    }

    /**
     * An API key without the key.
     *
     * @param lastFour of its text, for people to tell keys apart; null where that was not kept
     */
    record ApiKey(
            long id,
            @Nullable String lastFour,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt) {}

    record Issued(ApiKey key, String text) {

        @Override
        public String toString() {
            return "Issued[" + key + ", withheld]";
        }
    }

    /**
     * @param previousValidUntil how long the one before is good as well; null where there is none
     */
    record Renewed(String secret, @Nullable Instant previousValidUntil) {

        @Override
        public String toString() {
            return "Renewed[withheld, " + previousValidUntil + "]";
        }
    }

    /** What became of a new application. */
    sealed interface Creation {

        record Created(Issued key, String webhookSecret) implements Creation {

            @Override
            public String toString() {
                return "Created[" + key + ", withheld]";
            }
        }

        record Taken() implements Creation {}

        record UnknownMerchant() implements Creation {}
    }

    Mono<List<Merchant>> merchants();

    /** With a Praxis secret of its own; empty where there is one of this id already. */
    Mono<Renewed> createMerchant(String operator, String merchantId);

    /** Empty where there is none of this id. */
    Mono<Renewed> renewPraxisSecret(String operator, String merchantId, Duration overlap);

    /**
     * With a first API key and a webhook secret.
     *
     * @param settings as {@link Settings#change} takes them
     */
    Mono<Creation> createApplication(
            String operator,
            String merchantId,
            String applicationKey,
            Map<String, @Nullable Object> settings);

    /** Of a known application. */
    Mono<Renewed> renewWebhookSecret(String operator, String applicationKey, Duration overlap);

    /** Newest first; of an unknown application, none. */
    Mono<List<ApiKey>> apiKeys(String applicationKey);

    /**
     * One more key of a known application.
     *
     * @param lifetime after which it expires; null: never
     * @param overlap after which the application's other keys expire: a rotation; null: they stay
     */
    Mono<Issued> issueApiKey(
            String operator,
            String applicationKey,
            @Nullable Duration lifetime,
            @Nullable Duration overlap);

    /** At once; false where the application has no such key. Again is harmless. */
    Mono<Boolean> revokeApiKey(String operator, String applicationKey, long id);
}
