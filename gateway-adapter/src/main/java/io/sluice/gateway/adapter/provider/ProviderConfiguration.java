package io.sluice.gateway.adapter.provider;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Restore;
import io.sluice.messaging.observe.Traces;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.List;

@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    Gateways gateways(
            List<Gateway> gateways, Restore restore, MeterRegistry meters, Traces traces) {
        List<Gateway> all =
                gateways.stream().map(each -> TracedCalls.traced(each, traces)).toList();
        return new Gateways(all, gateway -> new ResilientGate(gateway, meters), restore.at());
    }
}
