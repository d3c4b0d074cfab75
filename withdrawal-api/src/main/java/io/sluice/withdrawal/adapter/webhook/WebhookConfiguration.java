package io.sluice.withdrawal.adapter.webhook;

import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.PartnerSecrets;
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
            Clock clock) {
        return new DeliverWebhooks(
                new R2dbcDeliveries(database, transaction),
                new HttpEndpoints(properties, clock),
                directory,
                secrets,
                new RetrySchedule(properties.schedule()),
                new DeliverWebhooks.Limits(
                        properties.inFlightPerApplication(),
                        properties.timeout().plus(LEASE_MARGIN)),
                clock,
                new SecureRandom());
    }

    @Bean
    WebhookPoll webhookPoll(
            DeliverWebhooks webhooks, Directory directory, WebhookProperties properties) {
        return new WebhookPoll(webhooks, directory, properties.pollInterval());
    }
}
