package io.sluice.ingest.adapter.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;

/**
 * What a sender may ask of us.
 *
 * @param maxBodyBytes the longest body
 * @param maxHeaderBytes all headers of a request together
 * @param bodyPatience how long a body may take to arrive
 * @param headerPatience how long a new connection may take to send its first headers
 * @param idlePatience how long a kept connection may take until the next headers are whole
 * @param maxConnections open connections; beyond, new ones wait
 * @param callbacksPerSecond of one source address, on average; 0 for no limit
 * @param burst how many of one source may come at once
 * @param forgedPerSecond of one source address that are answered at once; 0 for no limit
 * @param forgedPatience how long the answer to one beyond that takes
 * @param trustedProxies addresses or ranges whose X-Forwarded-For names the source
 */
@ConfigurationProperties("sluice.ingest.http")
record HttpLimits(
        @DefaultValue("65536") int maxBodyBytes,
        @DefaultValue("16384") int maxHeaderBytes,
        @DefaultValue("5s") Duration bodyPatience,
        @DefaultValue("5s") Duration headerPatience,
        @DefaultValue("60s") Duration idlePatience,
        @DefaultValue("4096") int maxConnections,
        @DefaultValue("500") int callbacksPerSecond,
        @DefaultValue("2000") int burst,
        @DefaultValue("20") int forgedPerSecond,
        @DefaultValue("250ms") Duration forgedPatience,
        @DefaultValue List<String> trustedProxies) {

    HttpLimits {
        atLeast(1, maxBodyBytes, "max-body-bytes");
        atLeast(1_024, maxHeaderBytes, "max-header-bytes");
        atLeast(1, maxConnections, "max-connections");
        atLeast(0, callbacksPerSecond, "callbacks-per-second");
        atLeast(1, burst, "burst");
        atLeast(0, forgedPerSecond, "forged-per-second");
        trustedProxies = List.copyOf(trustedProxies);
    }

    private static void atLeast(int least, int value, String setting) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "sluice.ingest.http."
                            + setting
                            + ": "
                            + value
                            + " (expected: >= "
                            + least
                            + ")");
        }
    }
}
