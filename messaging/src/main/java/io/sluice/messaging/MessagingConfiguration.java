package io.sluice.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.messaging.access.AccessConfiguration;
import io.sluice.messaging.observe.MeteredHandler;
import io.sluice.messaging.observe.NotableSends;
import io.sluice.messaging.observe.ObserveConfiguration;
import io.sluice.messaging.observe.TracedHandler;
import io.sluice.messaging.observe.TracedSends;
import io.sluice.messaging.observe.Traces;
import io.sluice.messaging.outbox.OutboxConfiguration;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.r2dbc.ConnectionFactoryDecorator;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.util.backoff.ExponentialBackOff;

import java.time.Duration;
import java.util.Map;

/** What every service that consumes or publishes imports. */
@Configuration(proxyBeanMethods = false)
@Import({AccessConfiguration.class, OutboxConfiguration.class, ObserveConfiguration.class})
public class MessagingConfiguration {

    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long COMMIT_EVERY_MILLIS = 250;

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    EventPublisher eventPublisher(
            KafkaTemplate<String, byte[]> kafka, EventCodec codec, Traces traces) {
        NotableSends sends = new NotableSends(kafka::send, codec);
        return new EventPublisher(traces.isOn() ? new TracedSends(sends, traces) : sends);
    }

    @Bean
    ConnectionFactoryDecorator pipelinedBegin() {
        return new PipelinedBegin();
    }

    @Bean
    BatchConsumers batchConsumers(
            EventCodec codec,
            EventPublisher publisher,
            DatabaseClient database,
            TransactionalOperator transaction,
            MeterRegistry meters,
            Traces traces) {
        return new BatchConsumers(
                codec,
                publisher,
                new R2dbcParking(database, transaction),
                (name, handler) -> watched(name, handler, meters, traces));
    }

    private static BatchHandler watched(
            String consumer, BatchHandler handler, MeterRegistry meters, Traces traces) {
        BatchHandler metered = new MeteredHandler(consumer, handler, meters);
        return traces.isOn() ? new TracedHandler(consumer, metered, traces) : metered;
    }

    @Bean
    static BeanPostProcessor backgroundBindings(BeanFactory beans) {
        return BackgroundBindings.instead(beans);
    }

    /** Outages are waited out: the same batch again, with growing pauses, for ever. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> waitOutOutages() {
        return (container, _, _) -> {
            ExponentialBackOff pauses = new ExponentialBackOff(FIRST_PAUSE_MILLIS, 2.0);
            pauses.setMaxInterval(LONGEST_PAUSE_MILLIS);
            pauses.setMaxElapsedTime(Long.MAX_VALUE);
            DefaultErrorHandler handler = new DefaultErrorHandler(pauses);
            handler.setClassifications(Map.of(), true);
            container.setCommonErrorHandler(handler);
            // An offset that is not committed repeats work that the keys show to be done; waiting
            // for it would delay every batch.
            container.getContainerProperties().setSyncCommits(false);
            // Nor is each batch worth a commit, which is a write of the broker's like any other.
            container.getContainerProperties().setAckTime(COMMIT_EVERY_MILLIS);
            // A login or a right that is taken away while at work comes back, as a broker does.
            container
                    .getContainerProperties()
                    .setAuthExceptionRetryInterval(Duration.ofMillis(LONGEST_PAUSE_MILLIS));
        };
    }
}
