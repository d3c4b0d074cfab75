package io.sluice.gateway.adapter.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.LedgerEvent.PayoutAuthorized;
import io.sluice.contracts.SluiceEvent;
import io.sluice.messaging.BatchConsumer;
import io.sluice.messaging.BatchConsumers;
import io.sluice.messaging.EventCodec;
import io.sluice.messaging.EventPublisher;
import io.sluice.messaging.Origin;
import io.sluice.messaging.Parking;
import io.sluice.messaging.RawRecord;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What waits behind a dead letter is handled by whoever ends it: a payout that waited behind a fact
 * was handed to who takes facts, and never made.
 */
class ConsumerNamesTest {

    private final List<Object> askedFor = new ArrayList<>();

    private final Parking parking =
            (Parking)
                    Proxy.newProxyInstance(
                            Parking.class.getClassLoader(),
                            new Class<?>[] {Parking.class},
                            (_, _, arguments) -> {
                                askedFor.add(arguments[0]);
                                throw new IllegalStateException("far enough");
                            });

    private final BatchConsumers consumers =
            new BatchConsumers(
                    new EventCodec(),
                    new EventPublisher(_ -> CompletableFuture.completedFuture(null)),
                    parking);

    @Test
    @SuppressWarnings("NullAway") // no consumer gets as far as its handler
    void noConsumerKeepsWhatIsForAnother() {
        ConsumerConfiguration made = new ConsumerConfiguration();
        for (var consumer :
                List.of(
                        made.ledgerEvents(consumers, null),
                        made.payoutStatus(consumers, null, null),
                        made.payoutClaims(consumers, null, null))) {
            RawRecord record =
                    new RawRecord(
                            new Origin("ledger.v1", 0, 0),
                            "key",
                            Map.of("ce_type", SluiceEvent.type(PayoutAuthorized.class)),
                            new byte[0]);
            assertThatThrownBy(() -> ((BatchConsumer) consumer).process(List.of(record)))
                    .hasMessage("far enough");
        }
        assertThat(askedFor).hasSize(3).doesNotHaveDuplicates();
    }
}
