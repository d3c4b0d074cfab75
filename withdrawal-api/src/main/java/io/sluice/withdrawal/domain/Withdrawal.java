package io.sluice.withdrawal.domain;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.EncryptedDestination;
import io.sluice.contracts.Processing;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Currency;
import java.util.List;

/**
 * A withdrawal: what was asked for, and how it stands.
 *
 * @param number the integer by which the Praxis side knows it
 * @param amount in minor units of the currency
 * @param route gateways in order of preference, as fixed when it was opened
 * @param maskedIban country and last four digits; the rest is masked
 * @param expiresAt when what has no authorized payout is given back; null: never
 */
public record Withdrawal(
        WithdrawalId id,
        int number,
        ReferenceNo referenceNo,
        String merchantId,
        String applicationKey,
        String externalUserId,
        long amount,
        Currency currency,
        BalanceModel model,
        Processing processing,
        List<String> route,
        String maskedIban,
        EncryptedDestination destination,
        Instant createdAt,
        @Nullable Instant expiresAt,
        Standing standing) {

    public Withdrawal {
        if (amount <= 0) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: > 0)");
        }
        route = List.copyOf(route);
    }

    public Withdrawal standing(Standing next) {
        return new Withdrawal(
                id,
                number,
                referenceNo,
                merchantId,
                applicationKey,
                externalUserId,
                amount,
                currency,
                model,
                processing,
                route,
                maskedIban,
                destination,
                createdAt,
                expiresAt,
                next);
    }
}
