package io.sluice.verification.simulation.provider;

import io.sluice.contracts.PayoutId;

import java.util.HashMap;
import java.util.Map;

/** Of a payout that ends in 06, the first provider that is asked refuses, and the next one pays. */
public final class Cascades {

    private final Map<PayoutId, String> refusedBy = new HashMap<>();

    boolean refuses(String provider, PayoutId payout) {
        return refusedBy.computeIfAbsent(payout, _ -> provider).equals(provider);
    }
}
