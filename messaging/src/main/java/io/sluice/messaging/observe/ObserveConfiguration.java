package io.sluice.messaging.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

import java.net.URI;
import java.util.List;

/** Metrics by the conventions of Prometheus; spans where a collector is named. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
public class ObserveConfiguration {

    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

    @Bean
    static MeterFilter metricConventions() {
        return new MetricConventions();
    }

    @Bean
    TableGauge openDeadLetters() {
        return new TableGauge(
                "sluice.dead.letters.open",
                "Records set aside that nobody has redriven or discarded yet",
                "records",
                "SELECT count(*) AS value FROM open_dead_letter");
    }

    @Bean
    TableGauge keptRecords() {
        return new TableGauge(
                "sluice.records.kept",
                "Records that wait behind a dead letter of their withdrawal",
                "records",
                "SELECT count(*) AS value FROM kept_record");
    }

    @Bean
    TableGauges tableGauges(
            DatabaseClient database, MeterRegistry meters, List<TableGauge> gauges) {
        return new TableGauges(database, meters, gauges);
    }

    @Bean
    Traces traces(
            TracingProperties settings, @Value("${spring.application.name:sluice}") String name) {
        URI endpoint = settings.endpoint();
        return endpoint == null || endpoint.toString().isEmpty()
                ? Traces.off()
                : Traces.to(sdk(endpoint, settings.ratio(), name));
    }

    private static OpenTelemetrySdk sdk(URI endpoint, double ratio, String name) {
        OtlpHttpSpanExporter exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).build();
        SdkTracerProvider provider =
                SdkTracerProvider.builder()
                        .setResource(Resource.getDefault().toBuilder().put(SERVICE, name).build())
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                        .build();
        return OpenTelemetrySdk.builder().setTracerProvider(provider).build();
    }
}
