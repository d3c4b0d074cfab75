package io.sluice.messaging.observe;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Spans whose parent comes as text, because a withdrawal's trace goes through databases and topics
 * (W3C Trace Context: {@code traceparent}).
 */
public final class Traces implements AutoCloseable {

    public static final String TRACEPARENT = "traceparent";

    private static final String SCOPE = "sluice";

    private static final TextMapGetter<String> ONE_HEADER =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(String carrier) {
                    return List.of(TRACEPARENT);
                }

                @Override
                public @Nullable String get(@Nullable String carrier, String key) {
                    return key.equals(TRACEPARENT) ? carrier : null;
                }
            };

    private final Tracer tracer;
    private final @Nullable OpenTelemetrySdk sdk;

    private Traces(Tracer tracer, @Nullable OpenTelemetrySdk sdk) {
        this.tracer = tracer;
        this.sdk = sdk;
    }

    public static Traces to(OpenTelemetrySdk sdk) {
        return new Traces(sdk.getTracer(SCOPE), sdk);
    }

    /** No spans: what comes in as parent goes out as parent. */
    public static Traces off() {
        return new Traces(OpenTelemetry.noop().getTracer(SCOPE), null);
    }

    public boolean isOn() {
        return sdk != null;
    }

    /** Sends what was ended and not yet sent, for some seconds. */
    @Override
    public void close() {
        if (sdk != null) {
            sdk.close();
        }
    }

    /**
     * Begins a span, which the caller ends.
     *
     * @param parent a {@code traceparent}; none, or one that is malformed: the span begins a trace
     */
    public Span begin(SpanKind kind, String name, @Nullable String parent) {
        return tracer.spanBuilder(name).setSpanKind(kind).setParent(context(parent)).startSpan();
    }

    /** The same of what is over, or began a while ago. */
    public Span begin(SpanKind kind, String name, @Nullable String parent, Instant at) {
        return tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(context(parent))
                .setStartTimestamp(at)
                .startSpan();
    }

    /** The span as the parent of what follows; none for a span that was not begun here. */
    public static @Nullable String traceparent(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? "00-"
                        + context.getTraceId()
                        + "-"
                        + context.getSpanId()
                        + "-"
                        + context.getTraceFlags().asHex()
                : null;
    }

    private static Context context(@Nullable String parent) {
        return parent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), parent, ONE_HEADER);
    }
}
