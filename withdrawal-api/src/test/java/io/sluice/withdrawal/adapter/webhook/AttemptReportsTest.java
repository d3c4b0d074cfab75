package io.sluice.withdrawal.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.sluice.messaging.observe.Traces;
import io.sluice.withdrawal.application.webhook.Deliveries.About;
import io.sluice.withdrawal.application.webhook.Deliveries.Attempted;
import io.sluice.withdrawal.application.webhook.Deliveries.Claimed;
import io.sluice.withdrawal.application.webhook.Message;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

final class AttemptReportsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Instant STARTED = Instant.parse("2026-11-28T12:00:00Z");

    private final UUID withdrawal = UUID.randomUUID();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final AttemptReports reports =
            new AttemptReports(
                    new WebhookMetrics(meters),
                    Traces.to(
                            OpenTelemetrySdk.builder()
                                    .setTracerProvider(
                                            SdkTracerProvider.builder()
                                                    .addSpanProcessor(
                                                            SimpleSpanProcessor.create(spans))
                                                    .build())
                                    .build()));
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(AttemptReports.class);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void aDeliveryEndsTheTraceOfItsWithdrawalAndIsMeasured() {
        reports.settled(attempted(200, null), "DELIVERED");

        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("deliver withdrawal.sent");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
                .isEqualTo(Duration.ofMillis(30).toNanos());
        assertThat(lines.list).isEmpty();
        assertThat(
                        meters.get("sluice.webhook.delivery")
                                .tag("event", "withdrawal.sent")
                                .timer()
                                .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(530);
    }

    @Test
    void aFailureIsALineThatNamesWithdrawalAndTrace() {
        reports.settled(attempted(500, STARTED.plusSeconds(60)), "FAILED");
        reports.settled(attempted(null, null), "DEAD");

        assertThat(spans.getFinishedSpanItems())
                .allSatisfy(
                        span ->
                                assertThat(span.getStatus().getStatusCode())
                                        .isEqualTo(StatusCode.ERROR));
        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.INFO, Level.WARN);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "withdrawal.sent not delivered to shop: attempt 2: status: 500;"
                                + " again at 2026-11-28T12:01:00Z",
                        "withdrawal.sent not delivered to shop: attempt 2: answer: none; DEAD");
        assertThat(lines.list.getFirst().getKeyValuePairs())
                .extracting(KeyValuePair::toString)
                .containsExactly(
                        "sluice.withdrawal.id=\"" + withdrawal + "\"",
                        "trace.id=\"" + TRACE + "\"");
    }

    private Attempted attempted(@Nullable Integer status, @Nullable Instant retryAt) {
        About about =
                new About(
                        withdrawal,
                        "withdrawal.sent",
                        "00-" + TRACE + "-00f067aa0ba902b7-01",
                        Duration.ofMillis(500));
        boolean delivered = status != null && status == 200;
        return new Attempted(
                new Claimed(new Message(UUID.randomUUID(), "{}", null), about, "shop", 1, 1, 1),
                STARTED,
                Duration.ofMillis(30),
                status,
                delivered ? null : status == null ? "answer: none" : "status: " + status,
                null,
                delivered,
                false,
                retryAt);
    }
}
