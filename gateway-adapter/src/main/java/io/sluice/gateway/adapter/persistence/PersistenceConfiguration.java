package io.sluice.gateway.adapter.persistence;

import io.sluice.gateway.application.Inquiries;
import io.sluice.gateway.application.OldDestinations;
import io.sluice.gateway.application.OpenPayouts;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.application.Proposals;
import io.sluice.gateway.application.ProviderSwitches;
import io.sluice.gateway.application.Restore;
import io.sluice.gateway.application.SentPayouts;
import io.sluice.gateway.application.StatementTurns;
import io.sluice.gateway.application.Vault;
import io.sluice.messaging.outbox.Outbox;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

@Configuration(proxyBeanMethods = false)
class PersistenceConfiguration {

    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    @Bean
    Payouts payouts(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            Clock clock) {
        return new R2dbcPayouts(database, transaction, outbox, clock);
    }

    @Bean
    SentPayouts sentPayouts(DatabaseClient database) {
        return new R2dbcSentPayouts(database);
    }

    @Bean
    StatementTurns statementTurns(DatabaseClient database) {
        return new R2dbcStatementTurns(database);
    }

    @Bean
    Inquiries inquiries(DatabaseClient database) {
        return new R2dbcInquiries(database);
    }

    @Bean
    OldDestinations oldDestinations(DatabaseClient database, TransactionalOperator transaction) {
        return new R2dbcOldDestinations(database, transaction);
    }

    @Bean
    OpenPayouts openPayouts(DatabaseClient database) {
        return new R2dbcOpenPayouts(database);
    }

    /** When a backup was put back; empty: never. Read once: whoever restores starts everything anew. */
    @DependsOnDatabaseInitialization
    @Bean
    Restore restore(
            DatabaseClient database,
            Clock clock,
            @Value("${sluice.gateway.restored-at:#{null}}") @Nullable Instant told) {
        if (told != null && told.isAfter(clock.instant())) {
            throw new IllegalArgumentException(
                    "sluice.gateway.restored-at: " + told + " (expected: not in the future)");
        }
        return new Restore(new R2dbcRestores(database).latest(told).block(LONGEST_START));
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
