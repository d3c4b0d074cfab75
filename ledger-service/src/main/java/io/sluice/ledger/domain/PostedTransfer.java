package io.sluice.ledger.domain;

import io.sluice.contracts.Money;
import io.sluice.contracts.PayoutId;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A transfer in its place in the partition's chain, with what it left on both accounts.
 *
 * @param position from 1, without gaps in the partition
 * @param eventAt when it happened
 * @param bookedAt when it was booked; never runs back within a partition
 */
public record PostedTransfer(
        int partition,
        long position,
        TransferId id,
        EntryKind kind,
        AccountId debit,
        AccountId credit,
        Money amount,
        long debitBalance,
        long creditBalance,
        @Nullable WithdrawalId withdrawalId,
        @Nullable PayoutId payoutId,
        @Nullable TransferId linkedTo,
        Instant eventAt,
        Instant bookedAt) {}
