package io.sluice.ingest.adapter.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.application.Forgery;
import io.sluice.ingest.application.Receipt;

import java.time.Duration;
import java.util.Locale;

/** Counts what comes and what becomes of it. Only configured names become labels. */
final class CallbackMetrics {

    private static final String CALLBACKS = "sluice.ingest.callbacks";
    private static final String FORGED = "sluice.ingest.callbacks.forged";
    private static final String DURABLE = "sluice.ingest.callbacks.durable";

    private final MeterRegistry registry;

    CallbackMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void kept(String provider, Receipt receipt, Duration took) {
        count(provider, label(receipt));
        registry.timer(DURABLE, "provider", provider).record(took);
    }

    void notKept(String provider) {
        count(provider, "not_kept");
    }

    void forged(String provider, Forgery reason) {
        count(provider, "forged");
        registry.counter(FORGED, "provider", provider, "reason", label(reason)).increment();
    }

    void refused(String provider, Refusal refusal) {
        count(provider, label(refusal));
    }

    private void count(String provider, String outcome) {
        registry.counter(CALLBACKS, "provider", provider, "outcome", outcome).increment();
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
