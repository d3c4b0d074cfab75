package io.sluice.gateway.adapter.persistence;

import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.application.Proposals;
import io.sluice.gateway.application.ProviderSwitches;
import io.sluice.gateway.application.Vault;
import io.sluice.messaging.outbox.Outbox;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import java.time.Clock;

@Configuration(proxyBeanMethods = false)
class PersistenceConfiguration {

    @Bean
    Payouts payouts(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            Clock clock) {
        return new R2dbcPayouts(database, transaction, outbox, clock);
    }

    @Bean
    ProviderSwitches providerSwitches(DatabaseClient database) {
        return new R2dbcSwitches(database);
    }

    @Bean
    Proposals proposals(DatabaseClient database) {
        return new R2dbcProposals(database);
    }

    /** Both names of the key are read: the environment's, and a file's through a config tree. */
    @Bean
    Vault vault(@Value("${sluice.destination.key:${SLUICE_DESTINATION_KEY}}") String keys) {
        return new SealedVault(keys);
    }
}
