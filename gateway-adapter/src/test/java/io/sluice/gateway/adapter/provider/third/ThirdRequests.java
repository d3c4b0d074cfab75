package io.sluice.gateway.adapter.provider.third;

import io.sluice.contracts.OrderId;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.messaging.Destination;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.Map;

/** {@code {"amount": "250000", "iban": ...}} */
final class ThirdRequests implements Gateway.Requests {

    @Override
    public String key(PayoutOrder order, int attempt) {
        return new OrderId(order.payoutId(), attempt).toString();
    }

    @Override
    public byte[] write(PayoutOrder order, String key, Destination destination, Instant stamp) {
        return JsonMapper.shared()
                .writeValueAsBytes(
                        Map.of(
                                "amount", Long.toString(order.amount()),
                                "iban", destination.iban()));
    }
}
