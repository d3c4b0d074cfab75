package io.sluice.messaging.observe;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Gives each record that is sent a span until its acknowledgement; its readers go on from there. */
public final class TracedSends
        implements Function<ProducerRecord<String, byte[]>, CompletableFuture<?>> {

    private final Function<ProducerRecord<String, byte[]>, CompletableFuture<?>> broker;
    private final Traces traces;

    public TracedSends(
            Function<ProducerRecord<String, byte[]>, CompletableFuture<?>> broker, Traces traces) {
        this.broker = broker;
        this.traces = traces;
    }

    @Override
    public CompletableFuture<?> apply(ProducerRecord<String, byte[]> record) {
        Headers headers = record.headers();
        Span span =
                traces.begin(
                                SpanKind.PRODUCER,
                                "send " + record.topic(),
                                text(headers, Traces.TRACEPARENT))
                        .setAttribute("messaging.system", "kafka")
                        .setAttribute("messaging.destination.name", record.topic())
                        .setAttribute("sluice.event", text(headers, "ce_type"))
                        .setAttribute(LogLine.WITHDRAWAL, text(headers, "ce_subject"));
        String traceparent = Traces.traceparent(span);
        if (traceparent != null) {
            headers.remove(Traces.TRACEPARENT);
            headers.add(Traces.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        }
        return broker.apply(record)
                .whenComplete(
                        (_, failure) -> {
                            if (failure != null) {
                                span.setStatus(
                                        StatusCode.ERROR, failure.getClass().getSimpleName());
                            }
                            span.end();
                        });
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
