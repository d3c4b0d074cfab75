package io.sluice.gateway.adapter.timer;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.application.ForgetDestinations;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.OpenPayouts;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TimerConfiguration {

    @Bean
    OpenPayoutGauges openPayoutGauges(MeterRegistry meters, Clock clock, Gateways gateways) {
        return new OpenPayoutGauges(
                meters,
                clock,
                gateways.all().stream().map(manned -> manned.gateway().name().value()).toList());
    }

    @Bean
    Rounds rounds(ForgetDestinations forget, OpenPayouts open, OpenPayoutGauges gauges) {
        return new Rounds(forget, open, gauges);
    }
}
