package io.sluice.withdrawal.adapter.http;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.sluice.withdrawal.adapter.Repeating;
import io.sluice.withdrawal.application.Directory;
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
import java.util.Set;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorProperties.class)
class OperatorConfiguration {

    private static final Set<String> GATEWAYS = Set.of("pientegra", "praxis");
    private static final Duration LAPSE_CHECK = Duration.ofSeconds(1);

    @Bean
    RouterFunction<ServerResponse> operatorRoutes(
            Directory directory,
            Settings settings,
            Reviews reviews,
            OperatorProperties operators,
            WebhookAddresses addresses) {
        JsonMapper json = JsonMapper.shared();
        OperatorDesk desk =
                new OperatorDesk(
                        directory,
                        settings,
                        reviews,
                        new ApplicationBody(json, GATEWAYS, addresses::isAllowed),
                        new JsonBody(),
                        json);
        return route().GET("/operator/applications/{key}", desk::application)
                .PUT("/operator/applications/{key}", desk::changeApplication)
                .GET("/operator/withdrawals", desk::underReview)
                .POST("/operator/withdrawals/{id}/approve", desk::approve)
                .POST("/operator/withdrawals/{id}/reject", desk::reject)
                .POST("/operator/withdrawals/{id}/release", desk::release)
                .GET("/operator/audit", desk::audit)
                .filter(new OperatorGate(operators, json))
                .build();
    }

    @Bean
    Repeating reviewLapse(Reviews reviews) {
        return new Repeating("lapse of reviews", LAPSE_CHECK, reviews::lapse);
    }
}
