package io.sluice.withdrawal.adapter.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.withdrawal.adapter.Repeating;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.EventLedger;
import io.sluice.withdrawal.application.PartnerSecrets;
import io.sluice.withdrawal.application.Settings;
import io.sluice.withdrawal.application.WebhookAddresses;
import io.sluice.withdrawal.application.webhook.DeliverWebhooks;
import io.sluice.withdrawal.domain.webhook.RetrySchedule;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

    /** Beyond the attempt's own time-out: for the commit that settles it. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);

    @Bean
    DeliverWebhooks deliverWebhooks(
            DatabaseClient database,
            TransactionalOperator transaction,
            Directory directory,
            PartnerSecrets secrets,
            WebhookProperties properties,
            Settings settings,
            MeterRegistry meters,
            Clock clock) {
        return new DeliverWebhooks(
                new R2dbcDeliveries(database, transaction),
                new HttpEndpoints(properties, clock, meters),
                new R2dbcEndpointHealth(database, settings, meters, clock),
                directory,
                secrets,
                new RetrySchedule(properties.schedule()),
                new DeliverWebhooks.Limits(
                        properties.inFlightPerApplication(),
                        properties.timeout().plus(LEASE_MARGIN),
                        properties.disableAfter()),
                clock,
                new SecureRandom());
    }

    @Bean
    EventLedger eventLedger(DatabaseClient database) {
        return new R2dbcEventLedger(database);
    }

    @Bean
    WebhookAddresses webhookAddresses(WebhookProperties properties) {
        return new CheckedAddresses(properties.allowPrivateAddresses());
    }

    @Bean
    Repeating webhookPoll(
            DeliverWebhooks webhooks, Directory directory, WebhookProperties properties) {
        return new Repeating(
                "poll for due webhooks",
                properties.pollInterval(),
                () -> webhooks.poll(directory.withEndpoint()));
    }
}
