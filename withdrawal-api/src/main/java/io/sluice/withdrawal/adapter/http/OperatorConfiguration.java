package io.sluice.withdrawal.adapter.http;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.sluice.withdrawal.adapter.Repeating;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.Registry;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.Settings;
import io.sluice.withdrawal.application.WebhookAddresses;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorProperties.class)
class OperatorConfiguration {

    private static final Duration LAPSE_CHECK = Duration.ofSeconds(1);

    @Bean
    RouterFunction<ServerResponse> operatorRoutes(
            Directory directory,
            Settings settings,
            Registry registry,
            Reviews reviews,
            OperatorProperties properties,
            WebhookAddresses addresses) {
        JsonMapper json = JsonMapper.shared();
        JsonBody bodies = new JsonBody();
        ApplicationsDesk applications =
                new ApplicationsDesk(
                        directory,
                        settings,
                        registry,
                        new ApplicationBody(json, properties.gateways(), addresses::isAllowed),
                        bodies,
                        json);
        KeysDesk keys = new KeysDesk(directory, registry, bodies, json);
        OperatorDesk desk = new OperatorDesk(reviews, bodies, json);
        return route().GET("/operator/merchants", keys::merchants)
                .POST("/operator/merchants", keys::createMerchant)
                .POST("/operator/merchants/{merchantId}/praxis-secret", keys::renewPraxisSecret)
                .GET("/operator/applications", applications::list)
                .POST("/operator/applications", applications::create)
                .GET("/operator/applications/{key}", applications::one)
                .PUT("/operator/applications/{key}", applications::change)
                .GET("/operator/applications/{key}/api-keys", keys::apiKeys)
                .POST("/operator/applications/{key}/api-keys", keys::issueApiKey)
                .POST("/operator/applications/{key}/api-keys/{id}/revoke", keys::revokeApiKey)
                .POST("/operator/applications/{key}/webhook-secret", keys::renewWebhookSecret)
                .GET("/operator/withdrawals", desk::underReview)
                .POST("/operator/withdrawals/{id}/approve", desk::approve)
                .POST("/operator/withdrawals/{id}/reject", desk::reject)
                .POST("/operator/withdrawals/{id}/release", desk::release)
                .GET("/operator/audit", desk::audit)
                .filter(new OperatorGate(properties, json))
                .build();
    }

    @Bean
    Repeating reviewLapse(Reviews reviews) {
        return new Repeating("lapse of reviews", LAPSE_CHECK, reviews::lapse);
    }
}
