package io.sluice.gateway.adapter.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.application.DeliverStatements;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.ProviderStatements;
import io.sluice.gateway.application.StatementTurns;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sluice.gateway.statements.ledger")
@EnableConfigurationProperties(StatementSettings.class)
class LedgerConfiguration {

    @Bean
    StatementRounds statementRounds(
            StatementSettings settings,
            ProviderStatements statements,
            Gateways gateways,
            StatementTurns turns,
            Clock clock,
            MeterRegistry meters) {
        return new StatementRounds(
                new DeliverStatements(
                        statements,
                        gateways,
                        new HttpStatementBook(settings),
                        turns,
                        clock,
                        settings.rounds()),
                meters,
                gateways.all().stream().map(manned -> manned.gateway().name().value()).toList());
    }
}
