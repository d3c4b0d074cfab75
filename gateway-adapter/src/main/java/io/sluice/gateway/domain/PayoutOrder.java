package io.sluice.gateway.domain;

import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Currency;
import java.util.List;

/**
 * What the ledger authorized; never changes.
 *
 * @param money above zero
 * @param route gateways in order of preference
 * @param destination sealed; opened for the call alone
 * @param causedBy the id of the authorizing event
 */
public record PayoutOrder(
        PayoutId payoutId,
        WithdrawalId withdrawalId,
        Money money,
        String merchantId,
        String applicationKey,
        String externalUserId,
        List<ProviderName> route,
        EncryptedDestination destination,
        Instant authorizedAt,
        String causedBy,
        @Nullable String traceparent) {

    public PayoutOrder {
        if (!money.isPositive()) {
            throw new IllegalArgumentException("amount: " + money + " (expected: > 0)");
        }
        route = List.copyOf(route);
    }

    public long amount() {
        return money.minorUnits();
    }

    public Currency currency() {
        return money.currency();
    }
}
