package io.sluice.sandbox.partner;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PartnerSettings.class)
class PartnerConfiguration {

    @Bean
    RouterFunction<ServerResponse> partnerRouter(PartnerSettings settings, Clock clock) {
        return new PartnerRoutes(
                        new PartnerChecks(settings), inbox(settings), inbox(settings), clock)
                .routes();
    }

    private static Inbox inbox(PartnerSettings settings) {
        return new Inbox(settings.keptWebhooks(), settings.keptMegabytes() * 1024L * 1024L);
    }
}
