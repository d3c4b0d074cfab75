package io.sluice.ingest.adapter.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.ingest.application.Forgery;
import io.sluice.ingest.application.Receipt;

import java.time.Duration;
import java.util.Locale;

/** Counts what comes and what becomes of it. Only configured names become labels. */
final class CallbackMetrics {

    private static final String CALLBACKS = "sluice.ingest.callbacks";
    private static final String FORGED = "sluice.ingest.callbacks.forged";
    private static final String DURABLE = "sluice.ingest.callbacks.durable";
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };

    private final MeterRegistry registry;

    CallbackMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void kept(String provider, Receipt receipt, Duration took) {
        count(provider, label(receipt));
        Timer.builder(DURABLE)
                .description("From a callback's arrival to its commit")
                .tag("provider", provider)
                .serviceLevelObjectives(LATENCIES)
                .register(registry)
                .record(took);
    }

    void notKept(String provider) {
        count(provider, "not_kept");
    }

    void forged(String provider, Forgery reason) {
        count(provider, "forged");
        Counter.builder(FORGED)
                .description("Callbacks that do not verify, by what is wrong")
                .tags("provider", provider, "reason", label(reason))
                .register(registry)
                .increment();
    }

    void refused(String provider, Refusal refusal) {
        count(provider, label(refusal));
    }

    private void count(String provider, String outcome) {
        Counter.builder(CALLBACKS)
                .description("Callbacks that arrived, by what became of them")
                .tags("provider", provider, "outcome", outcome)
                .register(registry)
                .increment();
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
