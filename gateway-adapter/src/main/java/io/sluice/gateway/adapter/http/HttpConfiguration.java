package io.sluice.gateway.adapter.http;

import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.application.ProviderStatements;
import io.sluice.gateway.application.ResolveDoubt;
import io.sluice.gateway.application.Switches;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorSettings.class)
class HttpConfiguration {

    @Bean
    RouterFunction<ServerResponse> operatorRoutes(
            OperatorSettings settings,
            Payouts payouts,
            ResolveDoubt doubts,
            Gateways gateways,
            Switches switches,
            ProviderStatements statements,
            Clock clock) {
        PayoutHandler payout = new PayoutHandler(payouts, doubts, gateways, clock);
        ProviderHandler provider = new ProviderHandler(gateways, switches, clock);
        StatementHandler statement = new StatementHandler(gateways, statements, clock);
        return RouterFunctions.route()
                .GET("/operator/payouts", payout::list)
                .GET("/operator/payouts/{payoutId}", payout::show)
                .POST("/operator/payouts/{payoutId}/look-up", payout::lookUp)
                .POST("/operator/payouts/{payoutId}/resolve", payout::resolve)
                .GET("/operator/providers", provider::list)
                .POST("/operator/providers/{name}/open", provider::open)
                .POST("/operator/providers/{name}/close", provider::close)
                .GET("/operator/statements/{provider}/{date}", statement::show)
                .filter(new OperatorTokens(settings.operators()))
                .build();
    }
}
