package io.sluice.gateway.application;

import io.sluice.contracts.PayoutId;
import io.sluice.gateway.domain.PayoutOrder;
import io.sluice.messaging.Destination;

/** Personal data at rest: sealed, and opened for the call alone. */
public interface Vault {

    /** Throws IllegalArgumentException for what was altered or sealed with an unknown key. */
    Destination open(PayoutOrder order);

    /** Seals a request's bytes for its payout and attempt. */
    String seal(PayoutId payout, int attempt, byte[] request);

    /** The bytes that were sealed. */
    byte[] open(PayoutId payout, int attempt, String sealedRequest);
}
