package io.sluice.withdrawal.adapter.webhook;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.sluice.messaging.observe.LogLine;
import io.sluice.messaging.observe.Traces;
import io.sluice.withdrawal.application.webhook.Deliveries.About;
import io.sluice.withdrawal.application.webhook.Deliveries.Attempted;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each attempt once its result is stored: a span, with which a withdrawal's trace ends; a
 * line where it failed; the metrics.
 */
final class AttemptReports {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptReports.class);

    private final WebhookMetrics metrics;
    private final Traces traces;

    AttemptReports(WebhookMetrics metrics, Traces traces) {
        this.metrics = metrics;
        this.traces = traces;
    }

    /**
     * @param status the delivery's next
     */
    void settled(Attempted attempt, String status) {
        metrics.settled(status);
        if (traces.isOn()) {
            trace(attempt);
        }
        if (attempt.delivered()) {
            About about = attempt.claimed().about();
            metrics.delivered(about.eventType(), about.age().plus(attempt.latency()));
        } else {
            say(attempt, status);
        }
    }

    private void trace(Attempted attempt) {
        About about = attempt.claimed().about();
        Span span =
                traces.begin(
                                SpanKind.CLIENT,
                                "deliver " + about.eventType(),
                                about.traceparent(),
                                attempt.startedAt())
                        .setAttribute("sluice.attempt", attempt.claimed().attempts() + 1L)
                        .setAttribute("sluice.application", attempt.claimed().applicationKey());
        if (about.withdrawal() != null) {
            span.setAttribute(LogLine.WITHDRAWAL, about.withdrawal().toString());
        }
        if (attempt.responseStatus() != null) {
            span.setAttribute("http.response.status_code", attempt.responseStatus());
        }
        if (!attempt.delivered()) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(attempt.startedAt().plus(attempt.latency()));
    }

    private static void say(Attempted attempt, String status) {
        About about = attempt.claimed().about();
        LogLine.about(
                        attempt.retryAt() == null ? LOG.atWarn() : LOG.atInfo(),
                        about.withdrawal(),
                        about.traceparent())
                .log(
                        "{} not delivered to {}: attempt {}: {}; {}",
                        about.eventType(),
                        attempt.claimed().applicationKey(),
                        attempt.claimed().attempts() + 1,
                        attempt.error() == null ? attempt.responseStatus() : attempt.error(),
                        attempt.retryAt() == null ? status : "again at " + attempt.retryAt());
    }
}
