package io.sluice.gateway.application;

import io.sluice.gateway.domain.Payout;
import io.sluice.gateway.domain.PayoutOrder;

import reactor.core.publisher.Mono;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Takes in what the ledger authorized, and nothing else: sending is the dispatchers' work. */
public final class StorePayouts {

    private final Payouts payouts;
    private final Gateways gateways;
    private final Clock clock;

    public StorePayouts(Payouts payouts, Gateways gateways, Clock clock) {
        this.payouts = payouts;
        this.gateways = gateways;
        this.clock = clock;
    }

    /** Idempotent: what is stored already stays as it is. */
    public Mono<Void> store(List<PayoutOrder> orders) {
        if (orders.isEmpty()) {
            return Mono.empty();
        }
        Instant now = clock.instant();
        return payouts.store(
                        orders.stream()
                                .map(order -> Payout.authorized(order, gateways.rules(), now))
                                .toList())
                .doOnNext(stored -> stored.forEach(gateways::ring))
                .then();
    }
}
