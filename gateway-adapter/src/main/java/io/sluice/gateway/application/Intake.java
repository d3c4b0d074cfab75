package io.sluice.gateway.application;

import io.sluice.contracts.Envelope;
import io.sluice.contracts.LedgerEvent;
import io.sluice.contracts.Money;
import io.sluice.contracts.SluiceEvent;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.gateway.domain.ProviderName;
import io.sluice.messaging.BatchHandler;
import io.sluice.messaging.BatchResult;
import io.sluice.messaging.Inbound;
import io.sluice.messaging.PoisonRecord;

import org.jspecify.annotations.Nullable;

import reactor.core.publisher.Mono;

import java.util.ArrayList;
import java.util.List;

/** Of all that the ledger says, the authorized payouts. */
public final class Intake implements BatchHandler {

    private static final String AUTHORIZED = SluiceEvent.type(LedgerEvent.PayoutAuthorized.class);

    private final StorePayouts store;

    public Intake(StorePayouts store) {
        this.store = store;
    }

    @Override
    public boolean wants(@Nullable String type) {
        return AUTHORIZED.equals(type);
    }

    @Override
    public Mono<BatchResult> handle(List<Inbound> batch) {
        return Mono.defer(
                () -> {
                    List<PayoutOrder> orders = new ArrayList<>();
                    for (Inbound record : batch) {
                        if (record.envelope().data()
                                instanceof LedgerEvent.PayoutAuthorized authorized) {
                            orders.add(order(record, authorized));
                        }
                    }
                    return store.store(orders).thenReturn(BatchResult.done());
                });
    }

    private static PayoutOrder order(Inbound record, LedgerEvent.PayoutAuthorized authorized) {
        Envelope<?> envelope = record.envelope();
        try {
            return new PayoutOrder(
                    authorized.payoutId(),
                    authorized.withdrawalId(),
                    new Money(authorized.amount(), authorized.currency()),
                    authorized.merchantId(),
                    authorized.applicationKey(),
                    authorized.externalUserId(),
                    authorized.route().stream().map(ProviderName::new).toList(),
                    authorized.destination(),
                    envelope.time(),
                    envelope.id().toString(),
                    envelope.traceparent());
        } catch (IllegalArgumentException e) {
            throw new PoisonRecord(record, String.valueOf(e.getMessage()));
        }
    }
}
