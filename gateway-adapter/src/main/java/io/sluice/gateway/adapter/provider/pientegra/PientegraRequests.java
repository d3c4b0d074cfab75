package io.sluice.gateway.adapter.provider.pientegra;

import io.sluice.contracts.EventId;
import io.sluice.gateway.application.Gateway;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.messaging.Destination;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Requests of {@code POST /external/withdrawals}; their bytes never change between repeats. */
final class PientegraRequests implements Gateway.Requests {

    private static final long VERSION_BITS = 0xf000L;
    private static final long VERSION_4 = 0x4000L;

    private final JsonMapper json = new JsonMapper();

    /** A UUID of version 4's shape, which Pientegra demands, derived from payout and attempt. */
    @Override
    public String key(PayoutOrder order, int attempt) {
        UUID hash = EventId.derived(order.payoutId().toString(), "pientegra/" + attempt).value();
        long high = (hash.getMostSignificantBits() & ~VERSION_BITS) | VERSION_4;
        return new UUID(high, hash.getLeastSignificantBits()).toString();
    }

    @Override
    public byte[] write(PayoutOrder order, String key, Destination destination, Instant stamp) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("externalUserId", order.externalUserId());
        String label = destination.userLabel();
        if (label != null) {
            body.put("externalUserLabel", label);
        }
        body.put("amount", Long.toString(order.amount()));
        body.put("currency", order.currency().getCurrencyCode());
        body.put("targetIban", destination.iban());
        body.put("targetHolderName", destination.holderName());
        return json.writeValueAsBytes(body);
    }
}
