package io.sluice.ingest.adapter.provider.pientegra;

import io.sluice.ingest.application.CallbackProvider;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PientegraSettings.class)
class PientegraConfiguration {

    @Bean
    CallbackProvider pientegraCallbacks(PientegraSettings settings) {
        return new PientegraCallbacks(settings);
    }
}
