package io.sluice.gateway.adapter.provider.praxis;

import io.sluice.gateway.adapter.provider.ProviderHttp;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.gateway.domain.Rules;
import io.sluice.gateway.domain.Terms;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "sluice.providers.praxis.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PraxisSettings.class)
class PraxisConfiguration {

    @Bean
    Gateway praxis(PraxisSettings settings, Clock clock) {
        String name = "praxis";
        PraxisSignature signature = new PraxisSignature(settings.merchantSecret());
        PraxisRequests requests = new PraxisRequests(settings, signature);
        ProviderHttp http = new ProviderHttp(name, settings.use());
        return new Gateway(
                new ProviderName(name),
                new Rules.Contract(
                        new Terms(
                                new Terms.FindOrder(settings.absentAfter(), settings.absentUntil()),
                                true,
                                settings.use().timing()),
                        settings.use().coverage()),
                PraxisAnswer::effect,
                requests,
                new PraxisCalls(http, settings, requests, signature, clock),
                null,
                null,
                settings.use().limits());
    }
}
