package io.sluice.sandbox.pientegra;

import io.sluice.sandbox.control.Cascades;
import io.sluice.sandbox.control.Chaos;
import io.sluice.sandbox.control.SandboxSettings;
import io.sluice.sandbox.delivery.Deliveries;
import io.sluice.sandbox.journal.Sequence;

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
@EnableConfigurationProperties(PientegraSettings.class)
class PientegraConfiguration {

    @Bean
    Payouts pientegraPayouts(SandboxSettings settings, Sequence sequence) {
        return new Payouts(settings.data(), sequence, settings.keptInMemory());
    }

    @Bean
    EventLedger pientegraEvents(PientegraSettings settings) {
        return new EventLedger(settings.keptEvents());
    }

    @Bean
    PayoutRunner pientegraRunner(
            Payouts payouts,
            EventLedger events,
            Deliveries deliveries,
            Scheduler timer,
            Clock clock,
            PientegraSettings settings) {
        return new PayoutRunner(payouts, events, deliveries, timer, clock, settings);
    }

    @Bean
    OpenWithdrawal openWithdrawal(
            Payouts payouts,
            PayoutRunner runner,
            Sequence sequence,
            Chaos chaos,
            Cascades cascades,
            Scheduler timer,
            Clock clock,
            PientegraSettings settings,
            SandboxSettings shared) {
        return new OpenWithdrawal(
                payouts,
                runner,
                sequence,
                chaos,
                cascades,
                timer,
                clock,
                new OpenWithdrawal.Limits(
                        settings.idempotencyWindow(),
                        shared.silence(),
                        shared.slow(),
                        shared.maxPayouts()));
    }

    @Bean
    RouterFunction<ServerResponse> pientegraRouter(
            OpenWithdrawal openWithdrawal,
            Payouts payouts,
            EventLedger events,
            PayoutRunner runner,
            Chaos chaos,
            Clock clock,
            PientegraSettings settings) {
        Gate gate = new Gate(settings, clock);
        return new PientegraRoutes(gate, openWithdrawal, payouts, events, runner, chaos).routes();
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> resumePientegra(PayoutRunner runner) {
        return _ -> runner.resume();
    }
}
