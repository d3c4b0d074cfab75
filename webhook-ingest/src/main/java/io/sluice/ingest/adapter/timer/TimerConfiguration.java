package io.sluice.ingest.adapter.timer;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.application.Callbacks;
import io.sluice.ingest.application.DiscardOldCallbacks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TimerConfiguration {

    @Bean
    Rounds rounds(
            DiscardOldCallbacks discard, Callbacks callbacks, Clock clock, MeterRegistry registry) {
        return new Rounds(discard, callbacks, clock, registry);
    }
}
