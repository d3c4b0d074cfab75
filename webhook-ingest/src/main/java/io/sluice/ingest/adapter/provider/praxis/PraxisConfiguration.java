package io.sluice.ingest.adapter.provider.praxis;

import io.sluice.ingest.application.CallbackProvider;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PraxisSettings.class)
class PraxisConfiguration {

    @Bean
    CallbackProvider praxisCallbacks(PraxisSettings settings) {
        return new PraxisCallbacks(settings);
    }
}
