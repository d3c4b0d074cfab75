package io.sluice.ledger.domain;

import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Money from one account to another: one debit and one credit of the same amount.
 *
 * @param linkedTo the settlement that a return takes back
 * @param eventAt when what led to it happened, to the microsecond, as it is kept and sealed
 */
public record Transfer(
        TransferId id,
        EntryKind kind,
        Account debit,
        Account credit,
        Money amount,
        @Nullable WithdrawalId withdrawalId,
        @Nullable PayoutId payoutId,
        @Nullable TransferId linkedTo,
        Instant eventAt) {

    public Transfer {
        eventAt = eventAt.truncatedTo(ChronoUnit.MICROS);
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: > 0)");
        }
        if (debit.id().equals(credit.id())) {
            throw new IllegalArgumentException("credit: the debited account (expected: another)");
        }
        if (!debit.currency().equals(amount.currency())
                || !credit.currency().equals(amount.currency())) {
            throw new IllegalArgumentException(
                    "amount: " + amount + " (expected: the accounts' currency)");
        }
        if (debit.partition() != credit.partition()) {
            throw new IllegalArgumentException(
                    "credit: partition "
                            + credit.partition()
                            + " (expected: "
                            + debit.partition()
                            + ")");
        }
    }

    int partition() {
        return debit.partition();
    }
}
