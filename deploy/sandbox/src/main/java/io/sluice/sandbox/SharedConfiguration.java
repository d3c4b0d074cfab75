package io.sluice.sandbox;

import io.sluice.sandbox.control.SandboxSettings;
import io.sluice.sandbox.delivery.CallbackSettings;
import io.sluice.sandbox.delivery.Deliveries;
import io.sluice.sandbox.journal.Sequence;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.time.Clock;

/** What both providers use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SandboxSettings.class, CallbackSettings.class})
class SharedConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Sequence sequence() {
        return new Sequence();
    }

    @Bean(destroyMethod = "dispose")
    Scheduler courses() {
        return Schedulers.newSingle("courses");
    }

    @Bean
    Deliveries deliveries(CallbackSettings settings, Clock clock) {
        return new Deliveries(settings, clock);
    }
}
