package io.sluice.messaging.observe;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.sluice.contracts.Envelope;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;
import io.sluice.messaging.PoisonRecord;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives each record of a batch a span in its withdrawal's trace; what the record leads to goes on
 * from there.
 */
public final class TracedHandler implements BatchHandler {

    private final String consumer;
    private final BatchHandler handler;
    private final Traces traces;

    /**
     * @param consumer the group's name
     */
    public TracedHandler(String consumer, BatchHandler handler, Traces traces) {
        this.consumer = consumer;
        this.handler = handler;
        this.traces = traces;
    }

    @Override
    public boolean wants(@Nullable String type) {
        return handler.wants(type);
    }

    @Override
    public Mono<BatchResult> handle(List<Inbound> batch) {
        return Mono.defer(
                () -> {
                    List<Span> spans =
                            batch.stream().map(each -> begin(each, batch.size())).toList();
                    List<Inbound> traced = traced(batch, spans);
                    return handler.handle(traced)
                            .onErrorMap(
                                    PoisonRecord.class, poison -> untraced(poison, batch, traced))
                            .doOnError(
                                    e ->
                                            spans.forEach(
                                                    span ->
                                                            span.setStatus(
                                                                    StatusCode.ERROR,
                                                                    e.getClass().getSimpleName())))
                            .doFinally(_ -> spans.forEach(Span::end));
                });
    }

    private Span begin(Inbound record, int size) {
        Envelope<?> envelope = record.envelope();
        return traces.begin(SpanKind.CONSUMER, "process " + record.topic(), envelope.traceparent())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", record.topic())
                .setAttribute("messaging.destination.partition.id", record.partition() + "")
                .setAttribute("messaging.kafka.offset", record.offset())
                .setAttribute("messaging.consumer.group.name", consumer)
                .setAttribute("messaging.batch.message_count", size)
                .setAttribute("sluice.event", envelope.data().type())
                .setAttribute(LogLine.WITHDRAWAL, record.subject());
    }

    private static List<Inbound> traced(List<Inbound> batch, List<Span> spans) {
        List<Inbound> traced = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Inbound record = batch.get(i);
            traced.add(
                    new Inbound(
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            record.envelope().within(Traces.traceparent(spans.get(i)))));
        }
        return traced;
    }

    /** The consumer knows the record as it came. */
    private static PoisonRecord untraced(
            PoisonRecord poison, List<Inbound> batch, List<Inbound> traced) {
        int position = traced.indexOf(poison.record());
        return position < 0
                ? poison
                : new PoisonRecord(batch.get(position), String.valueOf(poison.getMessage()));
    }
}
