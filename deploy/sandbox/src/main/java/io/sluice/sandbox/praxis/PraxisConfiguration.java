package io.sluice.sandbox.praxis;

import io.sluice.sandbox.control.Cascades;
import io.sluice.sandbox.control.Chaos;
import io.sluice.sandbox.control.SandboxSettings;
import io.sluice.sandbox.delivery.Deliveries;
import io.sluice.sandbox.journal.Sequence;
import io.sluice.sandbox.signature.PraxisSignature;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import reactor.core.scheduler.Scheduler;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PraxisSettings.class)
class PraxisConfiguration {

    @Bean
    Requests praxisRequests(SandboxSettings settings, Sequence sequence) {
        return new Requests(settings.data(), sequence, settings.keptInMemory());
    }

    @Bean
    Wire praxisWire(PraxisSettings settings, Clock clock) {
        return new Wire(
                settings.merchantId(), new PraxisSignature(settings.merchantSecret()), clock);
    }

    @Bean
    RequestRunner praxisRunner(
            Requests requests,
            Deliveries deliveries,
            Scheduler timer,
            Clock clock,
            Wire wire,
            PraxisSettings settings) {
        return new RequestRunner(requests, deliveries, timer, clock, wire, settings);
    }

    @Bean
    OpenRequest.Limits praxisLimits(SandboxSettings shared, PraxisSettings settings) {
        return new OpenRequest.Limits(
                shared.maxPayouts(), shared.silence(), shared.slow(), settings.notifyRequested());
    }

    @Bean
    OpenRequest openRequest(
            Requests requests,
            RequestRunner runner,
            Wire wire,
            Sequence sequence,
            Chaos chaos,
            Cascades cascades,
            Clock clock,
            OpenRequest.Limits limits) {
        return new OpenRequest(requests, runner, wire, sequence, chaos, cascades, clock, limits);
    }

    @Bean
    ManageRequest manageRequest(
            Requests requests,
            RequestRunner runner,
            Wire wire,
            Scheduler timer,
            Clock clock,
            PraxisSettings settings,
            OpenRequest.Limits limits) {
        return new ManageRequest(
                requests, runner, wire, timer, clock, settings.separateTraceId(), limits);
    }

    @Bean
    RouterFunction<ServerResponse> praxisRouter(
            OpenRequest openRequest,
            ManageRequest manageRequest,
            Requests requests,
            Wire wire,
            Chaos chaos,
            Clock clock,
            PraxisSettings settings) {
        PraxisGate gate = new PraxisGate(settings, clock);
        return new PraxisRoutes(
                        gate,
                        openRequest,
                        manageRequest,
                        requests,
                        wire,
                        chaos,
                        clock,
                        settings.orderWindow())
                .routes();
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> resumePraxis(RequestRunner runner) {
        return _ -> runner.resume();
    }
}
