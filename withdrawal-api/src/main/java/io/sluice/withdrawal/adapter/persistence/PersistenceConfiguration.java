package io.sluice.withdrawal.adapter.persistence;

import io.sluice.messaging.outbox.Outbox;
import io.sluice.withdrawal.application.AfterCommit;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.EventWatch;
import io.sluice.withdrawal.application.Operations;
import io.sluice.withdrawal.application.RateWindows;
import io.sluice.withdrawal.application.Registry;
import io.sluice.withdrawal.application.Reviews;
import io.sluice.withdrawal.application.Settings;
import io.sluice.withdrawal.application.Withdrawals;

import jakarta.validation.constraints.NotBlank;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Profile;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.annotation.Validated;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PersistenceConfiguration.Secrets.class)
class PersistenceConfiguration {

    /**
     * @param key base64, 32 bytes: seals partners' secrets in the database
     */
    @Validated
    @ConfigurationProperties("sluice.secrets")
    record Secrets(@NotBlank String key) {

        @Override
        public String toString() {
            return "Secrets[withheld]";
        }
    }

    @Bean
    SecretBox secretBox(Secrets secrets) {
        return new SecretBox(secrets.key());
    }

    @Bean
    Withdrawals withdrawals(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            ObjectProvider<AfterCommit> listeners,
            EventWatch watch) {
        // Found when first needed, since some of them need the withdrawals; a search takes long.
        Supplier<List<AfterCommit>> found = SingletonSupplier.of(() -> listeners.stream().toList());
        AfterCommit all =
                (ids, applications) ->
                        found.get().forEach(each -> each.committed(ids, applications));
        return new R2dbcWithdrawals(database, transaction, outbox, all, watch);
    }

    @Bean
    Reviews reviews(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            Directory directory,
            Clock clock) {
        return new R2dbcReviews(
                database,
                transaction,
                outbox,
                new OrderOfTheWhole(database, directory, clock, new SecureRandom()),
                clock);
    }

    @Bean
    DirectoryCommit directoryCommit(
            DatabaseClient database, TransactionalOperator transaction, CachedDirectory directory) {
        return new DirectoryCommit(database, transaction, directory);
    }

    @Bean
    Settings settings(DatabaseClient database, DirectoryCommit commit, SecretBox box, Clock clock) {
        return new R2dbcSettings(database, commit, new SecretRows(database, box), clock);
    }

    @Bean
    Registry registry(DatabaseClient database, DirectoryCommit commit, SecretBox box, Clock clock) {
        return new R2dbcRegistry(database, commit, new SecretRows(database, box), clock);
    }

    @Bean
    RateWindows rateWindows(DatabaseClient database) {
        return new R2dbcRateWindows(database);
    }

    @Bean
    Operations operations(
            DatabaseClient database,
            TransactionalOperator transaction,
            Outbox outbox,
            Clock clock) {
        return new R2dbcOperations(database, transaction, outbox, clock);
    }

    @Bean
    @DependsOn("flywayInitializer")
    CachedDirectory directory(
            DatabaseClient database,
            SecretBox box,
            Clock clock,
            ObjectProvider<DemoProperties> demo) {
        demo.ifAvailable(
                each -> new DemoRows(database, box).insert(each).block(Duration.ofSeconds(30)));
        return new CachedDirectory(new DirectoryRows(database, box), clock);
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("local")
    @EnableConfigurationProperties(DemoProperties.class)
    static class Demo {}
}
