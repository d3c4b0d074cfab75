package io.sluice.gateway.adapter.messaging;

import io.sluice.gateway.application.ApplySignals;
import io.sluice.gateway.application.Gateways;
import io.sluice.gateway.application.Intake;
import io.sluice.gateway.application.StatusFacts;
import io.sluice.gateway.application.StorePayouts;
import io.sluice.messaging.BatchConsumers;
import io.sluice.messaging.MessagingConfiguration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

import java.util.List;
import java.util.function.Consumer;

@Configuration(proxyBeanMethods = false)
@Import(MessagingConfiguration.class)
class ConsumerConfiguration {

    // Each sets aside, and keeps behind that, for itself: another would not know what to do with
    // it.
    private static final String PAYOUTS = "gateway-adapter";
    private static final String STATUS = "gateway-adapter-status";
    private static final String CLAIMS = "gateway-adapter-claims";

    @Bean
    Consumer<Message<List<byte[]>>> ledgerEvents(BatchConsumers consumers, StorePayouts store) {
        return consumers.consumer(PAYOUTS, new Intake(store));
    }

    @Bean
    Consumer<Message<List<byte[]>>> payoutStatus(
            BatchConsumers consumers, ApplySignals signals, Gateways gateways) {
        return consumers.consumer(STATUS, new StatusFacts(signals, gateways));
    }

    @Bean
    Consumer<Message<List<byte[]>>> payoutClaims(
            BatchConsumers consumers, ApplySignals signals, Gateways gateways) {
        return consumers.consumer(CLAIMS, new StatusFacts(signals, gateways));
    }
}
