package io.sluice.messaging.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the metrics that somebody looks at, by the naming conventions of Prometheus: base units,
 * help texts. Kafka's clients alone would offer five hundred series for each service.
 */
final class MetricConventions implements MeterFilter {

    /** Of Kafka's clients: what a dashboard or an alert uses. */
    private static final Set<String> OF_KAFKA =
            Set.of(
                    "kafka.consumer.fetch.manager.records.lag",
                    "kafka.consumer.fetch.manager.records.consumed.total",
                    "kafka.consumer.fetch.manager.fetch.latency.avg",
                    "kafka.consumer.coordinator.rebalance.total",
                    "kafka.consumer.coordinator.assigned.partitions",
                    "kafka.producer.record.send.total",
                    "kafka.producer.record.error.total",
                    "kafka.producer.record.retry.total",
                    "kafka.producer.request.latency.avg",
                    "kafka.producer.records.per.request.avg");

    /** Names that abbreviate a unit or end as a histogram does; none is needed. */
    private static final Set<String> UNCONVENTIONAL =
            Set.of("process.cpu.time", "jvm.compilation.time", "system.cpu.count");

    /** Timers of the framework's layers, between which nothing of ours happens. */
    private static final List<String> LAYERS =
            List.of("spring.integration.", "spring.cloud.function", "spring.kafka.");

    private static final Map<String, String> HELP =
            Map.of(
                    "http.server.requests", "Requests answered",
                    "http.server.requests.active", "Requests being answered",
                    "http.client.requests", "Requests made",
                    "http.client.requests.active", "Requests being made",
                    "tasks.scheduled.execution", "Scheduled tasks run",
                    "tasks.scheduled.execution.active", "Scheduled tasks running");

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String name = id.getName();
        boolean dropped =
                (name.startsWith("kafka.") && !OF_KAFKA.contains(name))
                        || UNCONVENTIONAL.contains(name)
                        || LAYERS.stream().anyMatch(name::startsWith);
        return dropped ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        @Nullable String help = HELP.get(id.getName());
        return help == null || id.getDescription() != null
                ? id
                : new Meter.Id(
                        id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), help, id.getType());
    }
}
