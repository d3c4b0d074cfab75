package io.sluice.sandbox.praxis;

import org.springframework.boot.context.properties.ConfigurationProperties;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * One merchant at Praxis.
 *
 * @param applicationKeys the merchant's applications
 * @param timestampAge how old a request's timestamp may be
 * @param orderWindow how long after opening an order can be found by its id
 * @param separateTraceId whether a completion pays under a tid of its own
 * @param notifyRequested whether the opening is notified
 * @param allowedAddresses who may call; empty for anybody
 */
@ConfigurationProperties("sluice.sandbox.praxis")
record PraxisSettings(
        String merchantId,
        String merchantSecret,
        String oldMerchantSecret,
        Set<String> applicationKeys,
        Duration timestampAge,
        Duration orderWindow,
        URI notificationUrl,
        boolean separateTraceId,
        boolean notifyRequested,
        Set<String> allowedAddresses) {

    PraxisSettings {
        if (applicationKeys.isEmpty()) {
            throw new IllegalArgumentException(
                    "praxis.application-keys: none (expected: at least one)");
        }
        if (timestampAge.isNegative() || timestampAge.isZero()) {
            throw new IllegalArgumentException(
                    "praxis.timestamp-age: " + timestampAge + " (expected: > 0)");
        }
    }
}
