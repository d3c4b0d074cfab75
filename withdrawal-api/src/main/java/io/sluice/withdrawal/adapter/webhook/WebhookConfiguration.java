package io.sluice.withdrawal.adapter.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.messaging.observe.Traces;
import io.sluice.withdrawal.adapter.Repeating;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.EventLedger;
import io.sluice.withdrawal.application.PartnerSecrets;
import io.sluice.withdrawal.application.WebhookAddresses;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.webhook.DeliverWebhooks;
import io.sluice.withdrawal.domain.webhook.RetrySchedule;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

    /** In the time that the service takes to stop; what is not done by then is done again. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    @Bean
    WebhookMetrics webhookMetrics(MeterRegistry meters) {
        return new WebhookMetrics(meters);
    }

    @Bean
    HttpEndpoints endpoints(
            WebhookProperties properties,
            WebhookAddresses addresses,
            WebhookMetrics metrics,
            Clock clock) {
        return new HttpEndpoints(properties, addresses, null, clock, metrics);
    }

    @Bean
    DeliverWebhooks deliverWebhooks(
            DatabaseClient database,
            HttpEndpoints endpoints,
            Directory directory,
            PartnerSecrets secrets,
            WithdrawalBodies bodies,
            WebhookProperties properties,
            WebhookMetrics metrics,
            Traces traces,
            Clock clock) {
        Duration lease =
                properties.timeout().plus(HttpEndpoints.BODY).plus(properties.leaseMargin());
        return new DeliverWebhooks(
                new R2dbcDeliveries(
                        database,
                        lease,
                        new SettledRows(
                                database,
                                properties.disableAfter(),
                                new AttemptReports(metrics, traces)),
                        metrics),
                endpoints,
                new R2dbcEndpointHealth(database, directory, bodies, metrics, clock),
                directory,
                secrets,
                new RetrySchedule(properties.schedule()),
                new DeliverWebhooks.Limits(
                        properties.inFlightPerApplication(),
                        properties.inFlightWhileFailing(),
                        properties.pauseWhileFailing()),
                clock,
                new SecureRandom());
    }

    @Bean
    EventLedger eventLedger(DatabaseClient database, Clock clock) {
        return new R2dbcEventLedger(database, clock);
    }

    @Bean
    WebhookAddresses webhookAddresses(WebhookProperties properties) {
        return new CheckedAddresses(properties.allowPrivateAddresses());
    }

    @Bean
    Repeating webhookPoll(DeliverWebhooks webhooks, WebhookProperties properties) {
        return new Repeating("poll for due webhooks", properties.pollInterval(), webhooks::poll);
    }

    @Bean
    Repeating webhookMeasurement(
            DatabaseClient database, WebhookMetrics metrics, WebhookProperties properties) {
        WaitingRows rows = new WaitingRows(database);
        return new Repeating(
                "measure webhooks",
                properties.measureInterval(),
                () -> rows.look().doOnNext(metrics::measured));
    }

    @Bean
    WebhookDrain webhookDrain(DeliverWebhooks webhooks) {
        return new WebhookDrain(webhooks, DRAIN);
    }
}
