package io.sluice.ledger.adapter.timer;

import io.sluice.ledger.application.ExpireReserves;
import io.sluice.ledger.application.ForgetAnswers;
import io.sluice.ledger.application.LedgerCommands;

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
}
