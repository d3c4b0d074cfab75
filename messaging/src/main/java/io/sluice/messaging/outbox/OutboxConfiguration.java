package io.sluice.messaging.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import io.sluice.messaging.EventCodec;
import io.sluice.messaging.EventPublisher;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

import java.util.UUID;

/** The outbox and its relay, where {@code sluice.outbox.enabled} is true. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("sluice.outbox.enabled")
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxConfiguration {

    @Bean
    Outbox outbox(DatabaseClient database, EventCodec codec, Wakes wakes) {
        return new Outbox(database, codec, wakes);
    }

    @Bean
    ShardLeases outboxShardLeases(OutboxProperties settings) {
        return new ShardLeases(
                ProcessHandle.current().pid() + "-" + UUID.randomUUID(), settings.lease());
    }

    @Bean
    Bell outboxBell() {
        return new Bell();
    }

    @Bean
    Wakes outboxWakes(ShardLeases leases, Bell outboxBell) {
        return new Wakes(leases, outboxBell);
    }

    @Bean
    OutboxRelay outboxRelay(
            ConnectionFactory connections,
            EventPublisher publisher,
            OutboxProperties settings,
            ShardLeases leases,
            Bell outboxBell,
            Wakes wakes,
            MeterRegistry meters) {
        OutboxMetrics metrics = new OutboxMetrics(meters, leases);
        return new OutboxRelay(
                () ->
                        new RelayLoop(
                                connections,
                                publisher::publish,
                                settings,
                                leases,
                                outboxBell,
                                wakes,
                                metrics),
                () -> new WakeChannel(connections, wakes));
    }
}
