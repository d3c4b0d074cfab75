package io.sluice.sandbox.control;

import org.springframework.boot.context.properties.ConfigurationProperties;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What both providers keep to; application.yaml has a value for each.
 *
 * @param data the directory of the journals
 * @param maxPayouts how many payouts a provider takes; more are refused
 * @param keptInMemory how many finished payouts of a provider are held in memory; others are read
 *     from the journal
 * @param silence how long a client without an answer is kept before the connection is reset
 * @param slow how long the slow outcome takes
 */
@ConfigurationProperties("sluice.sandbox")
public record SandboxSettings(
        Path data, int maxPayouts, int keptInMemory, Duration silence, Duration slow) {

    public SandboxSettings {
        if (maxPayouts < 1) {
            throw new IllegalArgumentException("max-payouts: " + maxPayouts + " (expected: > 0)");
        }
    }
}
