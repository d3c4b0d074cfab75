package io.sluice.ingest.adapter.messaging;

import io.sluice.ingest.application.LinkPayouts;
import io.sluice.ingest.application.PayoutEvents;
import io.sluice.messaging.BatchConsumers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

import java.util.List;
import java.util.function.Consumer;

@Configuration(proxyBeanMethods = false)
class ConsumerConfiguration {

    @Bean
    Consumer<Message<List<byte[]>>> payoutEvents(
            BatchConsumers consumers, LinkPayouts linkPayouts) {
        return consumers.consumer("webhook-ingest", new PayoutEvents(linkPayouts));
    }
}
