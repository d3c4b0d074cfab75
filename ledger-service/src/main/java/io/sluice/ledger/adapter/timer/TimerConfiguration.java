package io.sluice.ledger.adapter.timer;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ledger.application.ExpireReserves;
import io.sluice.ledger.application.ForgetAnswers;
import io.sluice.ledger.application.LedgerCommands;
import io.sluice.ledger.application.Reconcile;
import io.sluice.ledger.application.Statements;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class TimerConfiguration {

    @Bean
    Rounds expiryRounds(
            LedgerTimers timers,
            ExpireReserves.DueReserves due,
            LedgerCommands commands,
            Clock clock) {
        return new Rounds(
                "reserve expiry",
                timers.expiryRound(),
                new ExpireReserves(due, commands, clock).round());
    }

    @Bean
    Rounds answersRounds(LedgerTimers timers, ForgetAnswers.OldAnswers answers, Clock clock) {
        return new Rounds(
                "answers' retention",
                timers.answersRound(),
                new ForgetAnswers(answers, timers.answersRetention(), clock).round());
    }

    @Bean
    Reconcile reconcile(LedgerTimers timers, Statements statements, Clock clock) {
        return new Reconcile(
                statements, timers.lateAfter(), timers.reconciliationLookBack(), clock);
    }

    @Bean
    Rounds reconciliationRounds(LedgerTimers timers, Reconcile reconcile, MeterRegistry meters) {
        return new Rounds(
                "reconciliation",
                timers.reconciliationRound(),
                new ReconciliationRounds(reconcile, meters).round());
    }
}
