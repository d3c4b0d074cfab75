package io.sluice.gateway.adapter.provider.third;

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
import java.time.Duration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("sluice.providers.third.enabled")
@EnableConfigurationProperties(ThirdSettings.class)
class ThirdConfiguration {

    @Bean
    Gateway third(ThirdSettings settings, Clock clock) {
        Terms.DoubtRule rule = new Terms.FindOrder(Duration.ofMinutes(1), Duration.ofDays(1));
        return new Gateway(
                new ProviderName("third"),
                new Rules.Contract(
                        new Terms(rule, false, settings.use().timing()), settings.use().coverage()),
                ThirdCalls::effect,
                new ThirdRequests(),
                new ThirdCalls(new ProviderHttp("third", settings.use()), settings, clock),
                null,
                null,
                settings.use().limits());
    }
}
