package io.sluice.withdrawal.adapter.webhook;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;
import java.util.List;

/**
 * How webhooks are delivered.
 *
 * @param timeout of one attempt, from connecting to the answer's start
 * @param schedule pauses between attempts; about three days in all
 * @param maxRetryAfter the longest Retry-After that is honoured
 * @param pollInterval how often the safety net looks
 * @param allowPrivateAddresses plain http and addresses inside networks: for local runs only
 * @param disableAfter an endpoint that has failed for so long is disabled
 */
@Validated
@ConfigurationProperties("sluice.webhooks")
record WebhookProperties(
        @DefaultValue("15s") Duration timeout,
        @NotEmpty @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
                List<Duration> schedule,
        @DefaultValue("24h") Duration maxRetryAfter,
        @Positive @DefaultValue("64") int inFlightPerApplication,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("false") boolean allowPrivateAddresses,
        @DefaultValue("3d") Duration disableAfter) {}
