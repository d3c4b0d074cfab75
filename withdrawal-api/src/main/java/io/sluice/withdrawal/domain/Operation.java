package io.sluice.withdrawal.domain;

import org.jspecify.annotations.Nullable;

import java.util.Currency;

/** What a partner's agent wants done with a withdrawal. */
public sealed interface Operation {

    /** Pay all that remains. */
    record Complete(@Nullable String gateway) implements Operation {}

    /** Give all of it up, if no payout was ever started. */
    record Cancel() implements Operation {}

    /**
     * Pay a part.
     *
     * @param amount in minor units
     * @param orderId the partner's own name for it, unique within the application
     */
    record Split(long amount, Currency currency, String orderId, @Nullable String gateway)
            implements Operation {}
}
