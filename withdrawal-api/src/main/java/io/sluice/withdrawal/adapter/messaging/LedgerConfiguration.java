package io.sluice.withdrawal.adapter.messaging;

import io.sluice.messaging.BatchConsumers;
import io.sluice.messaging.MessagingConfiguration;
import io.sluice.messaging.outbox.OutboxConfiguration;
import io.sluice.withdrawal.application.Directory;
import io.sluice.withdrawal.application.FollowLedger;
import io.sluice.withdrawal.application.PublishEvents;
import io.sluice.withdrawal.application.Withdrawals;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

import java.util.List;
import java.util.function.Consumer;

@Configuration(proxyBeanMethods = false)
@Import({MessagingConfiguration.class, OutboxConfiguration.class})
class LedgerConfiguration {

    private static final String GROUP = "withdrawal-api";

    @Bean
    Consumer<Message<List<byte[]>>> ledgerEvents(
            BatchConsumers consumers,
            Withdrawals withdrawals,
            Directory directory,
            PublishEvents publishEvents) {
        return consumers.consumer(GROUP, new FollowLedger(withdrawals, directory, publishEvents));
    }
}
