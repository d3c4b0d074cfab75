package io.sluice.ledger.adapter.messaging;

import io.sluice.ledger.application.BookBatch;
import io.sluice.ledger.application.DecidedTransfers;
import io.sluice.ledger.application.LedgerCommands;
import io.sluice.ledger.application.LedgerInputs;
import io.sluice.ledger.application.LedgerStore;
import io.sluice.ledger.application.PublishedOrder;
import io.sluice.ledger.application.SubmittedPayouts;
import io.sluice.ledger.application.SubmittedPayouts.Submissions;
import io.sluice.messaging.BatchConsumers;
import io.sluice.messaging.EventCodec;
import io.sluice.messaging.EventPublisher;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

@Configuration(proxyBeanMethods = false)
class LedgerMessagingConfiguration {

    private static final String GROUP = "ledger-service";

    /** A name of its own for its dead letters: what is kept behind one goes to one handler. */
    private static final String SUBMISSIONS = "ledger-service-submissions";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    DecidedTransfers decidedTransfers() {
        return new DecidedTransfers();
    }

    @Bean
    BookBatch bookBatch(LedgerStore store, DecidedTransfers decided, Clock clock) {
        return new BookBatch(store, decided, clock);
    }

    @Bean
    LedgerCommands ledgerCommands(EventPublisher publisher, EventCodec codec) {
        return new KafkaLedgerCommands(publisher, codec);
    }

    @Bean
    Consumer<Message<List<byte[]>>> ledgerInputs(
            BatchConsumers consumers,
            BookBatch bookBatch,
            PublishedOrder.Said said,
            EventCodec codec) {
        return consumers.consumer(
                GROUP, new LedgerInputs(bookBatch, new PublishedOrder(said), codec));
    }

    @Bean
    Consumer<Message<List<byte[]>>> submittedPayouts(
            BatchConsumers consumers, Submissions submissions) {
        return consumers.consumer(SUBMISSIONS, new SubmittedPayouts(submissions));
    }
}
