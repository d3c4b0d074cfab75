package io.sluice.withdrawal.adapter.http;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.sluice.withdrawal.application.ChangeFeed;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.EventLedger;
import io.sluice.withdrawal.application.OpenWithdrawals;
import io.sluice.withdrawal.application.PublishEvents;
import io.sluice.withdrawal.application.RateLimits;
import io.sluice.withdrawal.application.ReadWithdrawals;
import io.sluice.withdrawal.application.Settings;
import io.sluice.withdrawal.application.WebhookAddresses;
import io.sluice.withdrawal.application.WithdrawalBodies;
import io.sluice.withdrawal.application.Withdrawals;
import io.sluice.withdrawal.application.webhook.DeliverWebhooks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class ExternalConfiguration {

    @Bean
    ReadWithdrawals readWithdrawals(Withdrawals withdrawals) {
        return new ReadWithdrawals(withdrawals);
    }

    @Bean
    Authentication authentication(Directory directory, RateLimits rateLimits, Clock clock) {
        return new Authentication(directory, rateLimits, clock, JsonMapper.shared());
    }

    @Bean
    RouterFunction<ServerResponse> withdrawalRoutes(
            OpenWithdrawals openWithdrawals,
            ReadWithdrawals readWithdrawals,
            ChangeFeed changes,
            WithdrawalBodies bodies,
            Authentication authentication) {
        ExternalWithdrawals handler =
                new ExternalWithdrawals(
                        openWithdrawals,
                        readWithdrawals,
                        changes,
                        bodies,
                        new JsonBody(),
                        JsonMapper.shared());
        return route().POST("/external/withdrawals", handler::open)
                .GET("/external/withdrawals", handler::list)
                .GET("/external/withdrawals/{id}", handler::one)
                .filter(authentication)
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> streamRoutes(
            EventLedger ledger,
            ReadWithdrawals readWithdrawals,
            ChangeFeed changes,
            Authentication authentication) {
        ExternalStream handler =
                new ExternalStream(ledger, readWithdrawals, changes, JsonMapper.shared());
        return route().GET("/external/withdrawals/{id}/events", handler::stream)
                .filter(authentication)
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> eventRoutes(
            EventLedger ledger, DeliverWebhooks webhooks, Authentication authentication) {
        ExternalEvents handler = new ExternalEvents(ledger, webhooks, JsonMapper.shared());
        return route().GET("/external/events", handler::list)
                .POST("/external/events/replay", handler::replayMany)
                .GET("/external/events/{id}", handler::one)
                .POST("/external/events/{id}/replay", handler::replay)
                .filter(authentication)
                .build();
    }

    @Bean
    RouterFunction<ServerResponse> siteRoutes(
            Settings settings,
            WebhookAddresses addresses,
            PublishEvents publishEvents,
            DeliverWebhooks webhooks,
            Clock clock,
            Authentication authentication) {
        ExternalSite handler =
                new ExternalSite(
                        settings,
                        addresses,
                        publishEvents,
                        webhooks,
                        new JsonBody(),
                        JsonMapper.shared(),
                        clock);
        return route().PUT("/external/site/webhook-config", handler::configure)
                .POST("/external/site/webhook-test", handler::test)
                .filter(authentication)
                .build();
    }
}
