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
 * @param leaseMargin how long a claim holds beyond the time of its attempt, for the commit that
 *     settles it; after that another instance makes the attempt again
 * @param inFlightPerApplication attempts and connections at once, for each endpoint
 * @param inFlightWhileFailing the same, from an endpoint's failure to its next success
 * @param pauseWhileFailing between claims for such an endpoint
 * @param pollInterval how often the safety net looks
 * @param measureInterval how often the metrics of what waits are taken
 * @param allowPrivateAddresses plain http and addresses inside networks: for local runs only
 * @param disableAfter an endpoint without a success for so long is disabled when a delivery to it
 *     is given up
 */
@Validated
@ConfigurationProperties("sluice.webhooks")
record WebhookProperties(
        @DefaultValue("15s") Duration timeout,
        @NotEmpty @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
                List<Duration> schedule,
        @DefaultValue("24h") Duration maxRetryAfter,
        @DefaultValue("15s") Duration leaseMargin,
        @Positive @DefaultValue("64") int inFlightPerApplication,
        @Positive @DefaultValue("4") int inFlightWhileFailing,
        @DefaultValue("200ms") Duration pauseWhileFailing,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("10s") Duration measureInterval,
        @DefaultValue("false") boolean allowPrivateAddresses,
        @DefaultValue("3d") Duration disableAfter) {}
