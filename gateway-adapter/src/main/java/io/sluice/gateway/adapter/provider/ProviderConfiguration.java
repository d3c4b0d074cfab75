package io.sluice.gateway.adapter.provider;

import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Gateways;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.List;

@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    Gateways gateways(List<Gateway> gateways) {
        return new Gateways(gateways, ResilientGate::new);
    }
}
