package io.sluice.sandbox.partner;

import org.springframework.boot.context.properties.ConfigurationProperties;

import java.time.Duration;

/**
 * The partner that receives our webhooks.
 *
 * @param tolerance how old, or how far in the future, a signed stamp may be
 * @param keptWebhooks how many webhooks of each style are listed; the oldest make room
 * @param keptMegabytes what their bodies and headers may take up, for each style
 */
@ConfigurationProperties("sluice.sandbox.partner")
record PartnerSettings(
        String webhookSecret,
        String praxisSecret,
        Duration tolerance,
        int keptWebhooks,
        int keptMegabytes) {

    PartnerSettings {
        if (keptWebhooks < 1 || keptMegabytes < 1) {
            throw new IllegalArgumentException(
                    "partner.kept-webhooks: %d, partner.kept-megabytes: %d (expected: > 0)"
                            .formatted(keptWebhooks, keptMegabytes));
        }
    }
}
