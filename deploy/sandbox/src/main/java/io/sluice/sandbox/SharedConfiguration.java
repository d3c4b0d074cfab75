package io.sluice.sandbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sluice.sandbox.control.PaidSource;
import io.sluice.sandbox.control.SandboxSettings;
import io.sluice.sandbox.delivery.CallbackSettings;
import io.sluice.sandbox.delivery.Deliveries;
import io.sluice.sandbox.journal.Sequence;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.time.Clock;
import java.util.List;

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
    HealthIndicator journals(List<PaidSource> sources) {
        return () ->
                sources.stream().allMatch(PaidSource::healthy)
                        ? Health.up().build()
                        : Health.down().withDetail("journals", "the disk refused a line").build();
    }

    @Bean
    MeterBinder sandboxMeters(Deliveries deliveries, List<PaidSource> sources) {
        return registry -> {
            Gauge.builder("sandbox.callbacks.waiting", deliveries, Deliveries::backlog)
                    .description("payouts with callbacks that are not yet accepted")
                    .register(registry);
            Gauge.builder(
                            "sandbox.payouts",
                            sources,
                            all -> all.stream().mapToLong(PaidSource::count).sum())
                    .description("payouts that were accepted, paid or not")
                    .register(registry);
        };
    }

    @Bean
    Deliveries deliveries(CallbackSettings settings, Clock clock) {
        return new Deliveries(settings, clock);
    }
}
