package io.sluice.ledger.domain;

import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.ledger.domain.StatementLine.Word;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a payout moved on a provider's clearing account, fees apart.
 *
 * @param isRejected the payout ended unpaid
 * @param paid credited to clearing
 * @param returned debited to clearing
 * @param paidAt when the provider says it was first paid; null: never
 * @param bookedAt when the first payment was booked; null: never
 */
public record ClearedPayout(
        PayoutId payoutId,
        boolean isRejected,
        Money paid,
        Money returned,
        @Nullable Instant paidAt,
        @Nullable Instant bookedAt) {

    Word word() {
        if (returned.isPositive()) {
            return Word.RETURNED;
        }
        if (paid.isPositive()) {
            return Word.SENT;
        }
        return isRejected ? Word.REJECTED : Word.PENDING;
    }
}
