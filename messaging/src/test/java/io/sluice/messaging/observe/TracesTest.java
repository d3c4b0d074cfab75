package io.sluice.messaging.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.sluice.contracts.Envelope;
import io.sluice.contracts.EventId;
import io.sluice.contracts.Slot;
import io.sluice.contracts.WithdrawalEvent.CancellationRequested;
import io.sluice.contracts.WithdrawalId;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;
import io.sluice.messaging.PoisonRecord;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import reactor.core.publisher.Mono;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

final class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Traces traces =
            Traces.to(
                    OpenTelemetrySdk.builder()
                            .setTracerProvider(
                                    SdkTracerProvider.builder()
                                            .addSpanProcessor(SimpleSpanProcessor.create(spans))
                                            .build())
                            .build());

    @Test
    void aSpanGoesOnWithTheTraceOfItsParent() {
        Span span = traces.begin(SpanKind.SERVER, "POST", PARENT);
        span.end();

        SpanData seen = spans.getFinishedSpanItems().getFirst();
        assertThat(seen.getTraceId()).isEqualTo(TRACE);
        assertThat(seen.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(Traces.traceparent(span))
                .isEqualTo("00-" + TRACE + "-" + seen.getSpanId() + "-01");
    }

    @Test
    void aMalformedParentBeginsATrace() {
        Span span = traces.begin(SpanKind.SERVER, "POST", "00-nonsense");

        assertThat(span.getSpanContext().isValid()).isTrue();
        assertThat(Traces.traceparent(span)).doesNotContain("nonsense");
    }

    @Test
    void offPassesTheParentOn() {
        assertThat(Traces.traceparent(Traces.off().begin(SpanKind.SERVER, "POST", PARENT)))
                .isEqualTo(PARENT);
        assertThat(Traces.traceparent(Traces.off().begin(SpanKind.SERVER, "POST", null))).isNull();
    }

    @Test
    void eachRecordOfABatchGoesOnInItsOwnTrace() {
        List<Inbound> batch = List.of(record(0, trace("a")), record(1, trace("b")));
        List<Inbound> handled = new ArrayList<>();

        new TracedHandler(
                        "group",
                        given -> {
                            handled.addAll(given);
                            return Mono.just(BatchResult.done());
                        },
                        traces)
                .handle(batch)
                .block();

        List<SpanData> seen = spans.getFinishedSpanItems();
        assertThat(seen).extracting(SpanData::getKind).containsOnly(SpanKind.CONSUMER);
        assertThat(seen)
                .extracting(SpanData::getTraceId)
                .containsExactly("a".repeat(32), "b".repeat(32));
        assertThat(handled)
                .extracting(record -> record.envelope().traceparent())
                .containsExactly(
                        "00-" + "a".repeat(32) + "-" + seen.get(0).getSpanId() + "-01",
                        "00-" + "b".repeat(32) + "-" + seen.get(1).getSpanId() + "-01");
    }

    @Test
    void aPoisonRecordIsNamedAsItCame() {
        List<Inbound> batch = List.of(record(0, trace("a")), record(1, trace("b")));
        TracedHandler handler =
                new TracedHandler(
                        "group",
                        given -> Mono.error(new PoisonRecord(given.get(1), "amount")),
                        traces);

        assertThatThrownBy(() -> handler.handle(batch).block())
                .isInstanceOfSatisfying(
                        PoisonRecord.class,
                        poison -> assertThat(poison.record()).isEqualTo(batch.get(1)));
        assertThat(spans.getFinishedSpanItems()).hasSize(2);
    }

    @Test
    void aSentRecordCarriesItsSpanUntilItIsAcknowledged() {
        CompletableFuture<Object> acknowledged = new CompletableFuture<>();
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>("ledger.v1", 3, "key", new byte[0]);
        record.headers().add("traceparent", PARENT.getBytes(StandardCharsets.UTF_8));

        CompletableFuture<?> sent = new TracedSends(_ -> acknowledged, traces).apply(record);

        assertThat(spans.getFinishedSpanItems()).isEmpty();
        acknowledged.complete("");
        sent.join();
        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(record.headers().headers("traceparent"))
                .extracting(header -> new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("00-" + TRACE + "-" + span.getSpanId() + "-01");
    }

    private static String trace(String digit) {
        return "00-" + digit.repeat(32) + "-00f067aa0ba902b7-01";
    }

    private static Inbound record(int offset, String traceparent) {
        WithdrawalId withdrawal = WithdrawalId.mint(new Slot(7), Instant.EPOCH, new Random(offset));
        return new Inbound(
                "withdrawals.v1",
                0,
                offset,
                new Envelope<>(
                        EventId.derived("test", "" + offset),
                        "withdrawal-api",
                        Instant.EPOCH,
                        null,
                        traceparent,
                        new CancellationRequested(withdrawal, "partner")));
    }
}
