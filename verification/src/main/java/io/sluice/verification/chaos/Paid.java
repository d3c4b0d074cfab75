package io.sluice.verification.chaos;

import io.sluice.contracts.EventId;
import io.sluice.contracts.OrderId;
import io.sluice.contracts.PayoutId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a provider has really paid.
 *
 * @param payout whose key or order id it came under; null: nobody's
 */
record Paid(
        String provider, String reference, @Nullable String payout, long amount, long returned) {

    private static final int MOST_ATTEMPTS = 4;
    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_4 = 0x4000L;

    /** All that left, each with its payout by the keys that these payouts' attempts have. */
    static List<Paid> all(JsonNode rows, Collection<String> payouts) {
        Map<String, String> owners = new HashMap<>();
        for (String payout : payouts) {
            for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
                owners.put(pientegraKey(payout, attempt), payout);
                owners.put(new OrderId(PayoutId.of(payout), attempt).toString(), payout);
            }
        }
        List<Paid> all = new ArrayList<>();
        for (JsonNode row : rows) {
            all.add(
                    new Paid(
                            row.path("provider").asString(),
                            row.path("providerReference").asString(),
                            owners.get(row.path("ourReference").asString()),
                            Long.parseLong(row.path("amount").asString()),
                            Optional.of(row.path("returnedAmount").asString(""))
                                    .filter(text -> !text.isEmpty())
                                    .map(Long::parseLong)
                                    .orElse(0L)));
        }
        return all;
    }

    /** A UUID of version 4, as the provider's documents ask for. */
    private static String pientegraKey(String payout, int attempt) {
        UUID hash = EventId.derived(payout, "pientegra/" + attempt).value();
        long high = (hash.getMostSignificantBits() & ~VERSION_BITS) | VERSION_4;
        return new UUID(high, hash.getLeastSignificantBits()).toString();
    }
}
