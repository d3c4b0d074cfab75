package io.sluice.ledger.domain;

import io.sluice.contracts.BalanceModel;
import io.sluice.contracts.Processing;
import io.sluice.contracts.Start;
import io.sluice.contracts.WalletKey;
import io.sluice.contracts.WithdrawalEvent.WithdrawalRequested;
import io.sluice.contracts.WithdrawalId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a withdrawal was opened with; never changes.
 *
 * @param expiresAt when what has no authorized payout is released; null: never
 */
public record Terms(
        WithdrawalId id,
        WalletKey wallet,
        String applicationKey,
        BalanceModel model,
        Processing processing,
        Start start,
        @Nullable Instant expiresAt) {

    static Terms of(WithdrawalRequested request) {
        return new Terms(
                request.withdrawalId(),
                request.wallet(),
                request.applicationKey(),
                request.model(),
                request.processing(),
                request.start(),
                request.expiresAt() == null
                        ? null
                        : request.expiresAt().truncatedTo(ChronoUnit.MICROS));
    }

    int partition() {
        return Account.partitionOf(wallet);
    }
}
