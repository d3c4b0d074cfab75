package io.sluice.messaging.observe;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;

/**
 * Where spans go.
 *
 * @param endpoint of a collector, OTLP over HTTP ({@code http://host:4318/v1/traces}); none: no
 *     spans are made, and a given trace context is only passed on
 * @param ratio of traces that are kept, 0 to 1, decided by the trace id, so that a trace is whole
 */
@ConfigurationProperties("sluice.tracing")
record TracingProperties(@Nullable URI endpoint, @DefaultValue("1.0") double ratio) {

    TracingProperties {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                    "sluice.tracing.ratio: " + ratio + " (expected: 0 to 1)");
        }
    }
}
