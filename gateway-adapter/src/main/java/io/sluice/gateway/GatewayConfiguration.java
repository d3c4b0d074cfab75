package io.sluice.gateway;

import io.sluice.gateway.application.ApplySignals;
import io.sluice.gateway.application.Dispatchers;
import io.sluice.gateway.application.ForgetDestinations;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Inquiries;
import io.sluice.gateway.application.OldDestinations;
import io.sluice.gateway.application.Payouts;
import io.sluice.gateway.application.Proposals;
import io.sluice.gateway.application.ProviderStatements;
import io.sluice.gateway.application.ProviderSwitches;
import io.sluice.gateway.application.ResolveDoubt;
import io.sluice.gateway.application.SentPayouts;
import io.sluice.gateway.application.StorePayouts;
import io.sluice.gateway.application.Switches;
import io.sluice.gateway.application.Vault;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.ZoneOffset;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewaySettings.class)
class GatewayConfiguration {

    /** No finer than the database keeps it, so that what was written is what is read. */
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Bean
    StorePayouts storePayouts(Payouts payouts, Gateways gateways, Clock clock) {
        return new StorePayouts(payouts, gateways, clock);
    }

    @Bean
    ApplySignals applySignals(
            Payouts payouts, Inquiries inquiries, Gateways gateways, Clock clock) {
        return new ApplySignals(payouts, inquiries, gateways, clock);
    }

    @Bean
    Switches switches(ProviderSwitches stored, Gateways gateways) {
        return new Switches(stored, gateways);
    }

    @Bean
    ResolveDoubt resolveDoubt(
            Payouts payouts, Proposals proposals, ApplySignals signals, Clock clock) {
        return new ResolveDoubt(payouts, proposals, signals, clock);
    }

    @Bean
    ForgetDestinations forgetDestinations(
            OldDestinations destinations, Clock clock, GatewaySettings settings) {
        return new ForgetDestinations(destinations, clock, settings.destinationsKept());
    }

    @Bean
    ProviderStatements providerStatements(SentPayouts sent, Payouts payouts) {
        return new ProviderStatements(sent, payouts);
    }

    /** Stopped before the database goes, so that calls under way can still be recorded. */
    @DependsOnDatabaseInitialization
    @Bean(initMethod = "start", destroyMethod = "stop")
    Dispatchers dispatchers(
            Gateways gateways,
            Payouts payouts,
            Inquiries inquiries,
            Switches switches,
            Vault vault,
            ApplySignals signals,
            Clock clock,
            GatewaySettings settings) {
        return new Dispatchers(
                gateways,
                payouts,
                inquiries,
                switches,
                vault,
                signals,
                clock,
                settings.dispatching());
    }
}
